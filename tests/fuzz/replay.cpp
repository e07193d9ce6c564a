// SPDX-License-Identifier: GPL-3.0-or-later
#include "targets.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace needlescope::fuzz;

namespace {

bool run(const Target &target, const fs::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::vector<char> content{std::istreambuf_iterator<char>(stream), {}};
    std::printf("%s %s\n", std::string(target.name).c_str(), file.filename().c_str());
    std::fflush(stdout);
    target.run({reinterpret_cast<const std::uint8_t *>(content.data()), content.size()});
    return stream.good() || stream.eof();
}

} // namespace

/// `replay SEEDS`: every target over the files of its folder in SEEDS, without libFuzzer. Fails where a target has none.
int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    for (const Target &target : targets) {
        int nFiles = 0;
        for (const auto &entry : fs::directory_iterator(fs::path(argv[1]) / target.name)) {
            if (!run(target, entry.path()))
                return 1;
            ++nFiles;
        }
        if (nFiles == 0)
            return 1;
    }
    return 0;
}
