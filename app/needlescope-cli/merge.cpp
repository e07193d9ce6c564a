// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "summarytext.h"

#include "archive/runfile.h"
#include "study/shardprogress.h"

#include <iostream>
#include <memory>

namespace needlescope {

namespace {

struct MergeOptions
{
    std::string whole;
    std::vector<std::string> shards;
};

int merge(const MergeOptions &options)
{
    if (options.shards.empty())
        mergeShards(options.whole);
    else
        RunFile::merge(options.whole, std::vector<std::filesystem::path>(options.shards.begin(), options.shards.end()));
    std::cout << summaryText(RunFile::openReadOnly(options.whole).summary());
    return 0;
}

} // namespace

void addMerge(Program &program)
{
    auto *command = program.app.add_subcommand("merge", "Put the runs of one study's shards together");
    const auto options = std::make_shared<MergeOptions>();
    command->add_option("WHOLE", options->whole, "Run file to write")->required();
    command->add_option(
        "SHARD", options->shards, "Run files of the shards (default: those of the folder WHOLE.shards, when all are whole)");
    command->callback([&program, options] { program.action = [options] { return merge(*options); }; });
}

} // namespace needlescope
