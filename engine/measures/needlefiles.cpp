// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/needlefiles.h"

#include "api/engineerror.h"
#include "measures/textfile.h"
#include "measures/words.h"

namespace needlescope {

namespace {

Needle needleOf(std::string_view line, const std::filesystem::path &file, int number)
{
    Sentence cause;
    try {
        auto needle = nlohmann::json::parse(line).get<Needle>();
        if (!trimmed(needle.statement).empty() && !trimmed(needle.question).empty())
            return needle;
        cause = Sentence("its needle or its question is empty");
    } catch (const nlohmann::json::exception &error) {
        cause = Sentence::verbatim(error.what());
    }
    throw EngineError(
        R"(Line {} of the needles file '{}' is not a needle ({}); write {{"needle": "...", "question": "...", "real_needle": "..."}}.)",
        number, file.string(), cause);
}

} // namespace

std::vector<Needle> readNeedles(const std::filesystem::path &file)
{
    const std::string content = readTextFile(file, "needles");
    std::vector<Needle> needles;
    forEachLine(content, [&](std::string_view line, int number) { needles.push_back(needleOf(line, file, number)); });
    return needles;
}

Haystack readHaystack(const std::filesystem::path &file)
{
    return {file.stem().string(), readTextFile(file, "haystack")};
}

} // namespace needlescope
