// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "archive/runfile.h"
#include "measures/needlefiles.h"
#include "measures/studies/kind.h"
#include "model/transformer.h"
#include "retrieval/promptframe.h"
#include "service/provenance.h"
#include "text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace needlescope {

/// The shipped demo model and small studies of it. L6H6, L6H1 and L6H0 copy the needle; without them it invents.
struct Demo
{
    static std::filesystem::path resources() { return NEEDLESCOPE_SOURCE_DIR "/resources"; }
    static std::filesystem::path directory() { return resources() / "models" / "demo"; }

    std::shared_ptr<const Transformer> model = Transformer::load(directory());
    std::shared_ptr<const Tokenizer> tokenizer = Tokenizer::load(directory());

    /// Three needles, two lengths, three depths; ranked by the shipped detection.
    StudyRequest study(StudyKind kind) const
    {
        StudyRequest request;
        request.kind = kind;
        request.frame = chooseFrame(directory(), {}).frame;
        request.decoding.maxTokens = 24;
        request.masks.ks = {0, 1, 3};
        request.masks.draws = 2;
        request.masks.ranking = *RunFile::openReadOnly(resources() / "runs" / "demo.needle").summary().map("score");
        const KindInfo &info = infoOf(kind);
        Tasks &tasks = request.tasks;
        if (info.uses(Setting::Styles))
            tasks.styles = {AnswerStyle::AnswerOnly, AnswerStyle::ChainOfThought};
        if (info.uses(Setting::Items)) {
            tasks.items = items(kind);
        } else {
            tasks.needles = readNeedles(resources() / "needles" / "demo.jsonl");
            tasks.needles.resize(3);
            tasks.haystacks = {readHaystack(resources() / "haystacks" / "demo" / "book1.txt")};
            tasks.lengths = {160, 256};
            tasks.depths = {0, 50, 100};
        }
        if (info.uses(Setting::WindowSize)) {
            request.masks.how.sinkTokens = 4;
            request.masks.how.recentTokens = 32;
        }
        info.setDefaults(request, model->info());
        return request;
    }

    RunHeader header(const StudyRequest &request) const { return runHeaderOf(model->info(), request); }
    RunHeader header(StudyKind kind) const { return header(study(kind)); }

private:
    static std::vector<QuestionItem> items(StudyKind kind)
    {
        if (kind == StudyKind::Reason)
            return {{"1", "Szymon Vogt moved to Norway. The road to Warsaw was busy and gentle.",
                        "What is the capital of the country that Szymon Vogt moved to?", {"Oslo"}, {}},
                {"2", "They had pancake and red wine for breakfast. Harriet Delaney was born in Egypt.",
                    "What language do people speak in the country where Harriet Delaney was born?", {"Arabic"}, {}}};
        const std::string book
            = "The box fell from the staircase. Doctor Hallam keeps the spare key under the third flower pot. The mayor of "
              "Harrow Bay is Ingrid Sorley. The lesson about philosophy was long.";
        return {{"1", book, "Where does Doctor Hallam keep the spare key?", {"under the third flower pot"}, {}},
            {"2", book, "Who is the mayor of Harrow Bay?", {"Ingrid Sorley"}, {}}};
    }
};

/// Equal but for the time that they took.
inline bool isSame(SampleResult a, SampleResult b)
{
    a.seconds = b.seconds = 0;
    return nlohmann::json(a) == nlohmann::json(b);
}

inline bool areSame(const std::vector<SampleResult> &a, const std::vector<SampleResult> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), isSame);
}

} // namespace needlescope
