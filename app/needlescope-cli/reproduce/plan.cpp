// SPDX-License-Identifier: GPL-3.0-or-later
#include "reproduce/plan.h"

#include "commandline/files.h"
#include "commandline/shipped.h"

#include "measures/needlefiles.h"
#include "measures/questionfiles.h"
#include "measures/studies/kind.h"
#include "retrieval/promptframe.h"

#include <algorithm>

namespace needlescope {

namespace {

constexpr std::size_t needlesOfDetection = 10;
constexpr std::size_t needlesOfCurves = 6;
constexpr std::size_t mostItems = 120;

template <typename T>
void keepFirst(std::vector<T> &values, std::size_t n)
{
    values.resize(std::min(values.size(), n));
}

void askNeedles(StudyRequest &request, const ModelInfo &model, std::size_t nNeedles)
{
    request.tasks.needles = readNeedles(shippedNeedles());
    keepFirst(request.tasks.needles, nNeedles);
    request.tasks.haystacks = readHaystacks(shippedHaystacks());
    const int longest = std::min(model.contextLength - request.decoding.maxTokens, 1024);
    request.tasks.lengths = {longest / 4, longest / 2, longest};
    request.tasks.depths = {0, 25, 50, 75, 100};
}

} // namespace

std::vector<PlannedRun> plannedRuns(const std::vector<std::string> &models)
{
    std::vector<PlannedRun> runs;
    const auto add = [&](StudyKind kind, const std::string &model) {
        runs.push_back({std::string(nameOf(kind)) + "-" + model, model, kind});
    };
    for (const std::string &model : models)
        add(StudyKind::Detect, model);
    for (const StudyKind kind : {StudyKind::Grid, StudyKind::MaskCurve, StudyKind::ExtractQa, StudyKind::Outcomes, StudyKind::Reason,
             StudyKind::Atlas, StudyKind::Compress})
        add(kind, models.front());
    return runs;
}

StudyRequest requestOf(const PlannedRun &run, const ModelInfo &model, const ScoreMap &ranking)
{
    StudyRequest request;
    request.kind = run.kind;
    request.frame = chooseFrame(model.directory, {}).frame;
    request.masks.ranking = ranking;
    request.masks.ranking.low = request.masks.ranking.high = request.masks.ranking.frequency = {};
    if (run.kind == StudyKind::ExtractQa || run.kind == StudyKind::Reason) {
        request.tasks.items = readQuestions(shippedQuestions(run.kind));
        keepFirst(request.tasks.items, mostItems);
    } else {
        askNeedles(request, model, run.kind == StudyKind::Detect ? needlesOfDetection : needlesOfCurves);
    }
    if (run.kind == StudyKind::Reason)
        request.tasks.styles = {AnswerStyle::AnswerOnly, AnswerStyle::ChainOfThought};
    if (run.kind == StudyKind::Atlas)
        request.tasks.depths = {0, 50, 100};
    infoOf(run.kind).setDefaults(request, model);
    return request;
}

} // namespace needlescope
