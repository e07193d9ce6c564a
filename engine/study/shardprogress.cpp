// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/shardprogress.h"

#include "api/engineerror.h"
#include "archive/runfile.h"
#include "study/sampleorder.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

/// Without the end of its last line.
std::string textOf(const fs::path &file)
{
    std::ifstream stream(file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    text.erase(text.find_last_not_of(" \n") + 1);
    return text;
}

} // namespace

std::vector<ShardProgress> shardProgressOf(const fs::path &path)
{
    std::vector<ShardProgress> progress;
    for (Shard &shard : shardsOf(path)) {
        const bool begun = shard.begun();
        progress.push_back({std::move(shard), 0, 0, begun});
    }
    if (progress.empty())
        return progress;
    const auto first = std::find_if(progress.begin(), progress.end(), [](const ShardProgress &each) { return each.begun; });
    StudyRequest study = first == progress.end() ? StudyRequest() : RunFile::openReadOnly(first->shard.file).header().request;
    for (ShardProgress &each : progress) {
        if (each.failure = textOf(each.shard.failure()); first == progress.end())
            continue;
        study.shard = each.shard.number - 1;
        study.nShards = each.shard.count;
        each.nPlanned = static_cast<int>(samplesInOrder(study).size());
        if (each.begun)
            each.nSamples = RunFile::openReadOnly(each.shard.file).nSamples();
        if (each.whole())
            each.failure.clear();
    }
    return progress;
}

int mergeShards(const fs::path &whole)
{
    infoOfRun(whole); // which says where there are none, or none has begun
    std::vector<fs::path> files;
    for (const ShardProgress &each : shardProgressOf(whole)) {
        if (!each.whole())
            throw EngineError(
                "Shard {} of {} of the run '{}' is not whole: it has {} of {} samples, and its log is '{}'. Let it be run again; "
                "it goes on where it stopped.",
                each.shard.number, each.shard.count, wholeOf(whole).string(), each.nSamples, each.nPlanned, each.shard.log().string());
        files.push_back(each.shard.file);
    }
    return RunFile::merge(wholeOf(whole), files);
}

} // namespace needlescope
