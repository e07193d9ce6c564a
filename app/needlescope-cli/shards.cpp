// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/output.h"
#include "commandline/scores.h"
#include "commands.h"

#include "archive/runfile.h"
#include "study/shardprogress.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <numeric>

namespace needlescope {

namespace {

struct ShardsOptions
{
    std::string run;
    bool missing = false;
    bool json = false;
};

nlohmann::json toJson(const ShardProgress &each)
{
    return {{"shard", each.shard.number}, {"file", each.shard.file.string()}, {"samples", each.nSamples}, {"planned", each.nPlanned},
        {"begun", each.begun}, {"whole", each.whole()}, {"failure", each.failure}};
}

int sum(const std::vector<ShardProgress> &shards, int ShardProgress::*number)
{
    return std::accumulate(shards.begin(), shards.end(), 0, [number](int all, const ShardProgress &each) { return all + each.*number; });
}

/// Those that are not whole, with commas, as sbatch's --array takes them.
std::string missingOf(const std::vector<ShardProgress> &shards)
{
    std::string missing;
    for (const ShardProgress &each : shards) {
        if (!each.whole())
            missing += fmt::format("{}{}", missing.empty() ? "" : ",", each.shard.number);
    }
    return missing + '\n';
}

/// "12 of 40 samples, 3 of 8 shards whole, failed: 5", and why.
std::string textOf(const std::vector<ShardProgress> &shards)
{
    const bool begun = std::any_of(shards.begin(), shards.end(), [](const ShardProgress &each) { return each.begun; });
    std::string text = !begun
        ? fmt::format("none of {} shards has begun", shards.size())
        : fmt::format("{} of {} samples, {} of {} shards whole", sum(shards, &ShardProgress::nSamples),
            sum(shards, &ShardProgress::nPlanned),
            std::count_if(shards.begin(), shards.end(), [](const ShardProgress &each) { return each.whole(); }), shards.size());
    std::string failed;
    std::string why;
    for (const ShardProgress &each : shards) {
        if (each.failure.empty())
            continue;
        failed += fmt::format("{}{}", failed.empty() ? ", failed: " : ", ", each.shard.number);
        why += fmt::format("shard {}: {} (log: {})\n", each.shard.number, each.failure, each.shard.log().string());
    }
    return text + failed + '\n' + why;
}

int shards(const ShardsOptions &options)
{
    const auto path = runPathOrFile(options.run);
    const auto progress = shardProgressOf(path);
    if (options.json) {
        auto list = nlohmann::json::array();
        for (const ShardProgress &each : progress)
            list.push_back(toJson(each));
        printJson({{"run", wholeOf(path).string()}, {"shards", list}});
    } else if (options.missing) {
        std::cout << missingOf(progress);
    } else if (progress.empty()) {
        const RunInfo run = infoOfRun(wholeOf(path));
        std::cout << fmt::format("{} of {} samples, in one file\n", run.nSamples, run.nPlanned);
    } else {
        std::cout << textOf(progress);
    }
    return 0;
}

} // namespace

void addShards(Program &program)
{
    auto *command = program.app.add_subcommand("shards", "How far a run is that several programs write, a shard each");
    const auto options = std::make_shared<ShardsOptions>();
    command->add_option("RUN", options->run, "The run that they will be merged into, or the folder of its shards")->required();
    command->add_flag("--missing", options->missing, "Print only the numbers of the shards that are not whole, with commas");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return shards(*options); }; });
}

} // namespace needlescope
