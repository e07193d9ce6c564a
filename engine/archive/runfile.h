// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace needlescope {

/// A study on disk (extension `.needle`): one SQLite database, each sample committed as it comes, so that a killed study loses at most the
/// sample it was computing. The README of this folder describes the tables. Not for use from two threads at once.
class RunFile
{
public:
    /// Continues the study that @p file holds, or creates the file. Throws EngineError: the file holds another study, other masks or
    /// another model's, is of an older version, is damaged, is being written by another program, or cannot be written.
    static RunFile continueOrCreate(const std::filesystem::path &file, const RunHeader &header);

    /// Opens for reading, also what was killed in the middle of writing; neither the file nor its folder needs to be writable. A run that
    /// still is in its shards (`archive/shards.h`) is put together in memory, of what they hold by now. Throws EngineError: missing,
    /// damaged, not a run file, no shard has begun.
    static RunFile openReadOnly(const std::filesystem::path &path);

    /// Writes the samples of @p shards, parts of one study, into the new file @p whole, which is there when all of them are in it; of one
    /// that is damaged, what is whole. Returns how many samples were damaged, at most. Throws EngineError: parts of different studies, a
    /// sample that two parts hold with different results, @p whole exists.
    static int merge(const std::filesystem::path &whole, std::span<const std::filesystem::path> shards);

    RunFile(RunFile &&) noexcept;
    RunFile &operator=(RunFile &&) noexcept;
    ~RunFile();

    const std::filesystem::path &path() const;
    const RunHeader &header() const;
    std::span<const StudyMask> masks() const; ///< that its answers were given under, whatever masksOf(header()) makes today

    /// On disk when it returns. Throws EngineError: disk full, folder gone, a sample of this index is already there.
    void append(const SampleResult &sample);

    /// By index.
    std::vector<SampleResult> samples() const;
    /// The same of a file some of whose pages are damaged: without the samples that cannot be read. @p nDamaged: how many those are at
    /// most.
    std::vector<SampleResult> wholeSamples(int &nDamaged) const;
    int nSamples() const;
    StudySummary summary() const; ///< whose maps name this file as their source
    StudySummary summaryOf(std::span<const SampleResult> samples) const; ///< the same of some of its samples

private:
    struct Data;
    static RunFile ofShards(const std::filesystem::path &whole, std::span<const std::filesystem::path> shards, int nShards);
    explicit RunFile(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

/// What a list of runs shows; reads no samples. Throws EngineError.
RunInfo infoOfRun(const std::filesystem::path &path);

} // namespace needlescope
