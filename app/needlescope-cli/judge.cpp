// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/output.h"
#include "commands.h"

#include "measures/judgedanswers.h"

#include <fmt/format.h>

#include <iostream>
#include <map>

namespace needlescope {

namespace {

struct JudgeOptions
{
    std::string file;
    bool json = false;
};

/// Rows: by hand; columns: by the rule.
void printAgreement(const std::vector<JudgedAnswer> &answers, const std::vector<Outcome> &outcomes)
{
    std::map<std::pair<Outcome, Outcome>, int> counts;
    int judged = 0;
    int right = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (!answers[i].byHand)
            continue;
        ++judged;
        right += *answers[i].byHand == outcomes[i] ? 1 : 0;
        ++counts[{*answers[i].byHand, outcomes[i]}];
    }
    if (judged == 0)
        return;
    std::cout << fmt::format("\n{} of {} are judged as by hand ({:.1f} %)\n{:<18}", right, judged, 100.0 * right / judged, "by hand");
    for (const auto &[outcome, name] : EnumNames<Outcome>::names)
        std::cout << fmt::format("{:>18}", name);
    for (const auto &[byHand, name] : EnumNames<Outcome>::names) {
        std::cout << fmt::format("\n{:<18}", name);
        for (const auto &[outcome, ignored] : EnumNames<Outcome>::names)
            std::cout << fmt::format("{:>18}", counts[{byHand, outcome}]);
    }
    std::cout << '\n';
}

int judge(const JudgeOptions &options)
{
    const auto answers = readJudgedAnswers(options.file);
    std::vector<Outcome> outcomes;
    nlohmann::json lines = nlohmann::json::array();
    for (const JudgedAnswer &answer : answers) {
        outcomes.push_back(judged(answer));
        nlohmann::json line{{"line", answer.line}, {"outcome", nameOf(outcomes.back())}};
        if (answer.byHand)
            line["byHand"] = nameOf(*answer.byHand);
        lines.push_back(std::move(line));
    }
    if (options.json) {
        printJson({{"answers", lines}});
        return 0;
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const bool differs = answers[i].byHand && *answers[i].byHand != outcomes[i];
        std::cout << fmt::format("{:>5} {}{}\n", answers[i].line, nameOf(outcomes[i]),
            differs ? fmt::format(" (by hand: {})", nameOf(*answers[i].byHand)) : std::string());
    }
    printAgreement(answers, outcomes);
    return 0;
}

} // namespace

void addJudge(Program &program)
{
    auto *command
        = program.app.add_subcommand("judge", "Outcomes of given answers: complete, incomplete, wrong extraction or hallucination");
    const auto options = std::make_shared<JudgeOptions>();
    command
        ->add_option("FILE", options->file,
            "JSONL: needle, question, context and output of each answer; answer may be there, and outcome, a judgement by hand to compare "
            "with")
        ->required();
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return judge(*options); }; });
}

} // namespace needlescope
