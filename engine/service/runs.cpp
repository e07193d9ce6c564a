// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/runs.h"

#include "archive/maphub.h"
#include "archive/runfile.h"
#include "archive/shards.h"
#include "files/digest.h"
#include "resources/resources.h"
#include "resources/runfolder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

void addRunsIn(const fs::path &folder, std::vector<RunInfo> &runs)
{
    std::error_code error;
    std::vector<RunInfo> found;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        try {
            if (entry->path().extension() != ".needle" && shardsOf(entry->path()).empty())
                continue;
            RunInfo run = infoOfRun(entry->path());
            run.name = wholeOf(entry->path()).filename().string();
            found.push_back(std::move(run));
        } catch (const EngineError &) {
            continue; // told when somebody opens it
        }
    }
    std::sort(found.begin(), found.end(), [](const RunInfo &a, const RunInfo &b) { return a.created > b.created; });
    runs.insert(runs.end(), found.begin(), found.end());
}

bool isRunFile(const fs::path &file)
{
    std::array<char, 16> begin{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(begin.data(), begin.size());
    return stream && std::string_view(begin.data(), 15) == "SQLite format 3";
}

/// Differs as soon as somebody has written to the run @p path, or to one of its shards.
std::string stampOf(const fs::path &path)
{
    std::string text;
    const auto add = [&text](const fs::path &file) {
        std::error_code error; // of a shard that waits
        const auto size = fs::file_size(file, error);
        const auto time = fs::last_write_time(file, error);
        text += error ? file.string() + '\n' : fmt::format("{} {} {}\n", file.string(), size, time.time_since_epoch().count());
    };
    const auto shards = shardsOf(path);
    for (const Shard &shard : shards)
        add(shard.file);
    if (shards.empty())
        add(path);
    return sha256Of(text);
}

bool isWhole(const StudySummary &summary)
{
    return summary.provenance.shards == 0 && (summary.enough || summary.nSamples >= summary.nPlanned);
}

/// What a window shows needs no texts, which may be megabytes.
RunHeader withoutTexts(RunHeader header)
{
    for (Haystack &haystack : header.request.tasks.haystacks)
        haystack.text.clear();
    for (QuestionItem &item : header.request.tasks.items)
        item.context.clear();
    return header;
}

std::vector<SampleResult> withoutHeads(std::vector<SampleResult> samples)
{
    for (SampleResult &sample : samples)
        sample.heads.clear();
    return samples;
}

} // namespace

std::vector<RunInfo> listRuns()
{
    std::vector<RunInfo> runs;
    addRunsIn(runFolder(), runs);
    addRunsIn(resourcesDirectory() / "runs", runs);
    return runs;
}

std::string keepReceived(const std::string &name, std::span<const std::uint8_t> content)
{
    const fs::path fileName = fs::path(name).filename();
    if (fileName.empty() || fileName == "." || fileName == "..")
        throw EngineError("'{}' is no name of a file; choose another file.", name);
    const fs::path file = runFolder() / "received" / fileName;
    const fs::path coming = fs::path(file) += ".part";
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream stream(coming, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char *>(content.data()), static_cast<std::streamsize>(content.size()));
    stream.close();
    if (stream)
        fs::rename(coming, file, error);
    if (!stream || error)
        throw EngineError("The file '{}' could not be kept on the engine's machine in '{}'; make room there, or check its rights.",
            fileName.string(), file.parent_path().string());
    return file.string();
}

OpenedRun openRun(const std::string &name, const std::string &known)
{
    const fs::path path = wholeOf(runPath(name));
    if (isRunFile(path) || !shardsOf(path).empty()) {
        const std::string stamp = stampOf(path); // before it is read: what is written meanwhile is looked at the next time
        if (stamp == known) {
            OpenedRun same;
            same.stamp = stamp;
            same.unchanged = true;
            return same;
        }
        const RunFile run = RunFile::openReadOnly(path);
        int nDamaged = 0;
        std::vector<SampleResult> samples = run.wholeSamples(nDamaged);
        OpenedRun opened{withoutTexts(run.header()), run.summaryOf(samples), {}};
        if (nDamaged > 0)
            opened.notes.emplace_back("The run file '{}' is damaged: up to {} samples cannot be read and are left out; 'merge NEW "
                                      "{}' of needlescope-cli keeps the others in a new run, which can be continued.",
                path.string(), nDamaged, path.string());
        if (!isWhole(opened.summary))
            opened.stamp = stamp;
        if (opened.summary.kind == StudyKind::Detect && opened.summary.nCounted == 0)
            opened.samples = withoutHeads(std::move(samples));
        return opened;
    }
    ImportedMap imported = readMap(path);
    OpenedRun opened;
    opened.summary.nSamples = opened.summary.nPlanned = imported.map.nSamples;
    opened.summary.nCounted = imported.map.nCounted;
    opened.summary.provenance = imported.map.provenance;
    opened.summary.maps.push_back(std::move(imported.map));
    opened.notes = std::move(imported.notes);
    return opened;
}

} // namespace needlescope
