// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace needlescope::fuzz {

namespace {

class Folder
{
public:
    Folder()
    {
        std::error_code error;
        const std::filesystem::path memory = "/dev/shm";
        m_path = (std::filesystem::is_directory(memory, error) ? memory : std::filesystem::temp_directory_path())
            / ("needlescope-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_path);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    const std::filesystem::path &path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace

void require(bool kept, const char *promise)
{
    if (kept)
        return;
    std::fprintf(stderr, "Broken promise: %s\n", promise);
    std::abort();
}

const std::filesystem::path &scratchFolder()
{
    static const Folder folder;
    return folder.path();
}

std::filesystem::path written(const std::string &name, Bytes bytes)
{
    const auto file = scratchFolder() / name;
    std::ofstream(file, std::ios::binary | std::ios::trunc)
        .write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return file;
}

void checkSentence(const EngineError &error)
{
    const std::string_view sentence = error.what();
    require(sentence.size() > 10, "an error is a sentence");
    require(sentence.size() < 10000, "an error is short enough to be read");
}

} // namespace needlescope::fuzz
