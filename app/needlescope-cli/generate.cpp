// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/interrupt.h"
#include "commandline/loadedmodel.h"
#include "commandline/maskoptions.h"
#include "commandline/promptoptions.h"
#include "commands.h"

#include "retrieval/probe.h"

#include <iostream>

namespace needlescope {

namespace {

struct GenerateOptions
{
    ModelChoice model;
    PromptOptions prompt;
    MaskOptions mask;
    int maxTokens = 50;
    std::vector<std::int32_t> stopIds;
    bool json = false;
};

nlohmann::json toJson(const Prompt &prompt, const DecodeTrace &trace, const std::string &chatTemplate)
{
    auto outputIds = nlohmann::json::array();
    for (const auto &token : trace.tokens)
        outputIds.push_back(token.id);
    nlohmann::json json{{"prompt_ids", prompt.ids}, {"needle_span", nullptr}, {"output_ids", outputIds}, {"text", trace.text},
        {"argmax", nestedArgmax(trace.heads)}, {"scores", nullptr}, {"recall", nullptr}, {"outcome", nullptr}, {"stopped", trace.stopped},
        {"prompt_tokens", prompt.ids.size()}, {"intervention", trace.intervention}, {"template", nullptr}};
    if (!chatTemplate.empty())
        json["template"] = chatTemplate;
    if (!prompt.needle.empty()) {
        json["needle_span"] = {prompt.needle.begin, prompt.needle.end};
        json["scores"] = nested(trace.scores);
    }
    if (trace.judged) {
        json["recall"] = trace.recall;
        json["outcome"] = trace.outcome;
    }
    return json;
}

void printText(const DecodeTrace &trace, std::size_t promptTokens)
{
    std::cout << trace.text << '\n';
    std::cerr << "Prompt: " << promptTokens << " tokens\n";
    if (!trace.intervention.empty()) {
        std::cerr << "Masked:";
        for (const HeadId id : trace.intervention.heads)
            std::cerr << ' ' << toString(id);
        std::cerr << '\n';
    }
    if (trace.judged)
        std::cerr << "Outcome: " << nameOf(trace.outcome) << ", recall " << trace.recall << '\n';
}

/// Models answer beyond their context, but seldom well.
void noteLength(std::size_t nTokens, const ModelInfo &info)
{
    if (nTokens > static_cast<std::size_t>(info.contextLength))
        std::cerr << "The prompt has " << nTokens << " tokens, more than the " << info.contextLength << " that " << info.name
                  << " was made for; expect a worse answer.\n";
}

int generate(const GenerateOptions &options)
{
    const Interrupt interrupt;
    ProgressLine line;
    const auto [model, tokenizer] = loadModel(options.model, interrupt.token(), line);
    const auto &info = model->info();
    const auto [prompt, chatTemplate] = options.prompt.prompt(info, *tokenizer);
    noteLength(prompt.ids.size(), info);
    const GenerationRequest request{prompt.ids, prompt.needle, prompt.answer, options.mask.intervention(info), options.maxTokens,
        options.stopIds.empty() ? info.stopIds : options.stopIds, 0};
    AnswerOptions answering;
    answering.work = workOf(interrupt.token(), line);
    const auto trace = answerPrompt(*model, *tokenizer, request, answering).trace;
    if (options.json)
        printJson(toJson(prompt, trace, chatTemplate));
    else
        printText(trace, prompt.ids.size());
    return 0;
}

} // namespace

void addGenerate(Program &program)
{
    auto *command = program.app.add_subcommand("generate", "Answer a prompt greedily, with or without masked heads");
    const auto options = std::make_shared<GenerateOptions>();
    addModelOption(*command, options->model);
    options->prompt.addTo(*command);
    options->mask.addTo(*command);
    command->add_option("--max-tokens", options->maxTokens, "Longest answer")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--stop-ids", options->stopIds, "Token ids that end the answer, with commas (default: the model's; -1: none)")
        ->delimiter(',')
        ->allow_extra_args(false);
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return generate(*options); }; });
}

} // namespace needlescope
