// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/shipped.h"

#include "resources/resources.h"

namespace needlescope {

std::vector<std::string> shippedHaystacks()
{
    return {(resourcesDirectory() / "haystacks" / "demo").string()};
}

std::filesystem::path shippedNeedles()
{
    return resourcesDirectory() / "needles" / "demo.jsonl";
}

std::filesystem::path shippedQuestions(StudyKind kind)
{
    return resourcesDirectory() / "questions" / (kind == StudyKind::Reason ? "multihop.jsonl" : "extract-qa.jsonl");
}

} // namespace needlescope
