// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/shards.h"

#include "api/engineerror.h"
#include "archive/sqlite.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace needlescope {

namespace fs = std::filesystem;

namespace {

constexpr const char *folderSuffix = ".shards";

/// More is no study's, and would cost minutes.
constexpr int mostShards = 100'000;

/// Of how many shards @p file is one; 0: it is none.
int countIn(const fs::path &file)
{
    const std::string name = file.filename().string();
    int number = 0;
    int count = 0;
    int end = 0;
    const bool isShard = std::sscanf(name.c_str(), "%d-of-%d.needle%n", &number, &count, &end) == 2 && end == static_cast<int>(name.size())
        && number >= 1 && number <= count && count <= mostShards;
    return isShard ? count : 0;
}

} // namespace

bool Shard::begun() const
{
    std::error_code ignored;
    return fs::exists(file, ignored) && fs::file_size(file, ignored) > 0 && Database::forReading(file).pragma("application_id") != 0;
}

fs::path wholeOf(const fs::path &path)
{
    const fs::path folder = path.has_filename() ? path : path.parent_path(); // "run.shards/"
    return folder.extension() == folderSuffix ? fs::path(folder).replace_extension(".needle") : path;
}

std::vector<Shard> shardsOf(const fs::path &path)
{
    const fs::path whole = wholeOf(path);
    const fs::path folder = fs::path(whole).replace_extension(folderSuffix);
    std::error_code error;
    if (whole.extension() != ".needle" || fs::exists(whole, error))
        return {};
    int count = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const int other = countIn(entry->path());
        if (other > 0 && count > 0 && other != count)
            throw EngineError("The folder '{}' holds shards of a study that was cut into {} and into {}; remove those of one.",
                folder.string(), std::min(count, other), std::max(count, other));
        count = std::max(count, other);
    }
    std::vector<Shard> shards;
    for (int number = 1; number <= count; ++number)
        shards.push_back({number, count, folder / (std::to_string(number) + "-of-" + std::to_string(count) + ".needle")});
    return shards;
}

} // namespace needlescope
