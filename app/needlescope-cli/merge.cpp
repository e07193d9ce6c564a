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
    const int nDamaged = options.shards.empty()
        ? mergeShards(options.whole)
        : RunFile::merge(options.whole, std::vector<std::filesystem::path>(options.shards.begin(), options.shards.end()));
    if (nDamaged > 0)
        std::cerr << "Up to " << nDamaged << " samples are damaged and left out; the study, started again with --run " << options.whole
                  << ", makes them anew.\n";
    std::cout << summaryText(RunFile::openReadOnly(options.whole).summary());
    return 0;
}

} // namespace

void addMerge(Program &program)
{
    auto *command
        = program.app.add_subcommand("merge", "Put the runs of one study's shards together, or save what is whole of a damaged one");
    const auto options = std::make_shared<MergeOptions>();
    command->add_option("WHOLE", options->whole, "Run file to write")->required();
    command->add_option(
        "SHARD", options->shards, "Run files of the shards (default: those of the folder WHOLE.shards, when all are whole)");
    command->callback([&program, options] { program.action = [options] { return merge(*options); }; });
}

} // namespace needlescope
