// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/modelfetch.h"

#include "hub/blobdownload.h"
#include "hub/choice.h"

#include <chrono>

namespace needlescope {

namespace {

/// Tells now and then how far all the files are.
class FetchProgress
{
public:
    FetchProgress(const Work &work, std::int64_t total, std::int64_t toGet)
        : m_work(work)
        , m_total(total)
        , m_before(total - toGet)
    {
    }

    /// @p done: bytes of all files.
    void tell(std::int64_t done, const std::string &file)
    {
        const auto now = Clock::now();
        if (now - m_told < std::chrono::milliseconds(100) && done < m_total)
            return;
        m_told = now;
        const double seconds = std::chrono::duration<double>(now - m_begin).count();
        const std::int64_t got = done - m_before;
        const bool known = got > 0 && seconds > 1;
        m_work.report({Activity::Fetching, done, m_total,
            known ? seconds * static_cast<double>(m_total - done) / static_cast<double>(got) : -1, file});
    }

private:
    using Clock = std::chrono::steady_clock;

    const Work &m_work;
    const std::int64_t m_total;
    const std::int64_t m_before; ///< bytes that were here
    const Clock::time_point m_begin = Clock::now();
    Clock::time_point m_told{};
};

} // namespace

struct ModelFetch::Parts
{
    explicit Parts(const std::string &model)
        : access(hubAccess())
        , name(hubNameOf(model))
        , client(access, name)
        , folder(name)
    {
    }

    const HubAccess access;
    const HubName name;
    RepositoryClient client;
    const CacheFolder folder;
    Repository repository;
    Choice choice;
};

ModelFetch::ModelFetch(const std::string &model, const Work &work)
    : m_parts(std::make_unique<Parts>(model))
{
    auto &[access, name, client, folder, repository, choice] = *m_parts;
    repository = client.list(work);
    choice = chooseFiles(repository, name, [&](const std::string &file) { return m_parts->client.read(m_parts->repository, file, work); });
    m_plan.model = choice.model;
    m_plan.revision = repository.commit;
    m_plan.folder = folder.cache().string();
    m_plan.freeBytes = folder.freeBytes();
    for (const RepoFile &file : choice.files) {
        const bool here = folder.has(repository.commit, file);
        m_plan.files.push_back({file.name, file.bytes, here});
        m_plan.bytes += file.bytes;
        m_plan.bytesToGet += here ? 0 : file.bytes - std::min(file.bytes, folder.arrived(file));
    }
}

ModelFetch::~ModelFetch() = default;

void ModelFetch::run(const Work &work)
{
    auto &[access, name, client, folder, repository, choice] = *m_parts;
    if (m_plan.bytesToGet > m_plan.freeBytes)
        throw EngineError(
            "'{}' needs {} MB more on the disk of '{}', where {} MB are free; make room, or set HF_HUB_CACHE to another folder.",
            name.text(), (m_plan.bytesToGet + 999'999) / 1'000'000, m_plan.folder, m_plan.freeBytes / 1'000'000);
    FetchProgress progress(work, m_plan.bytes, m_plan.bytesToGet);
    std::int64_t before = 0;
    for (const RepoFile &file : choice.files) {
        folder.make(file);
        const CacheLock lock(folder.lock(file), work);
        if (!folder.has(repository.commit, file)) {
            BlobDownload download(client, folder, file);
            const auto arrived = [&, done = before](std::int64_t bytes) { progress.tell(done + bytes, file.name); };
            download.run(client.addressOf(repository, file.name), work, arrived);
        }
        folder.show(repository.commit, file);
        before += file.bytes;
        progress.tell(before, file.name);
    }
    folder.setMain(repository.commit);
}

} // namespace needlescope
