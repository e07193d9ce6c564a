// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/interrupt.h"
#include "commandline/output.h"
#include "commands.h"

#include "hub/modelfetch.h"
#include "resources/localmodels.h"

#include <iostream>

namespace needlescope {

namespace {

struct FetchOptions
{
    std::string model;
    bool planOnly = false;
    bool json = false;
};

void printPlan(const FetchPlan &plan, std::ostream &out)
{
    for (const FetchFile &file : plan.files)
        out << file.name << ", " << bytesText(file.bytes) << (file.here ? " (here)" : "") << '\n';
    out << plan.model << ": " << bytesText(plan.bytesToGet) << " of " << bytesText(plan.bytes) << " to get into " << plan.folder
        << ", where " << bytesText(plan.freeBytes) << " are free\n";
}

int fetch(const FetchOptions &options)
{
    const Interrupt interrupt;
    ProgressLine line;
    const Work work = workOf(interrupt.token(), line);
    ModelFetch fetching(options.model, work);
    if (!options.planOnly) {
        printPlan(fetching.plan(), std::cerr);
        fetching.run(work);
    }
    nlohmann::json json = fetching.plan();
    if (!options.planOnly)
        json["path"] = modelDirectory(fetching.plan().model).string();
    if (options.json)
        printJson(json);
    else if (options.planOnly)
        printPlan(fetching.plan(), std::cout);
    else
        std::cout << json.at("path").get<std::string>() << '\n';
    return 0;
}

} // namespace

void addFetch(Program &program)
{
    auto *command = program.app.add_subcommand("fetch", "Get a model from the Hugging Face hub into its cache on this machine");
    command->footer(
        "Takes configuration, tokenizer and safetensors or GGUF, nothing else. HF_ENDPOINT, HF_TOKEN, HF_HOME and HF_HUB_CACHE mean "
        "what they mean to the Hugging Face libraries. What was broken off is continued.");
    const auto options = std::make_shared<FetchOptions>();
    command->add_option("MODEL", options->model, "org/name, org/name/file.gguf, or the address of either")->required();
    command->add_flag("--plan", options->planOnly, "Only tell what would be fetched");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return fetch(*options); }; });
}

} // namespace needlescope
