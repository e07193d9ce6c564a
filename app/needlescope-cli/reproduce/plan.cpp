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

const Extent extentOfDetection{10, {0, 25, 50, 75, 100}, 0};
const Extent extentOfCurves{6, {0, 25, 50, 75, 100}, 120};
const Extent extentOfAtlas{6, {0, 50, 100}, 0};
const Extent extentOfRealModel{3, {0, 50, 100}, 0};
const Extent quickExtent{1, {0, 50}, 8};

template <typename T>
void keepFirst(std::vector<T> &values, std::size_t n)
{
    values.resize(std::min(values.size(), n));
}

void askNeedles(StudyRequest &request, const ModelInfo &model, const Extent &extent)
{
    request.tasks.needles = readNeedles(shippedNeedles());
    keepFirst(request.tasks.needles, extent.nNeedles);
    request.tasks.haystacks = readHaystacks(shippedHaystacks());
    const int longest = std::min(model.contextLength - request.decoding.maxTokens, 1024);
    request.tasks.lengths = {longest / 4, longest / 2, longest};
    request.tasks.depths = extent.depths;
}

} // namespace

std::vector<PlannedRun> plannedRuns(const Cast &cast)
{
    std::vector<PlannedRun> runs;
    const auto add = [&](StudyKind kind, const std::string &model, const Extent &extent) {
        runs.push_back({std::string(nameOf(kind)) + "-" + model, model, kind, cast.quick ? quickExtent : extent});
    };
    for (const std::string &model : cast.models)
        add(StudyKind::Detect, model, extentOfDetection);
    for (const StudyKind kind : {StudyKind::Grid, StudyKind::MaskCurve, StudyKind::ExtractQa, StudyKind::Outcomes, StudyKind::Reason,
             StudyKind::Atlas, StudyKind::Compress})
        add(kind, cast.models.front(), kind == StudyKind::Atlas ? extentOfAtlas : extentOfCurves);
    if (!cast.realModel.empty()) {
        for (const StudyKind kind : {StudyKind::Detect, StudyKind::MaskCurve})
            add(kind, cast.realModel, extentOfRealModel);
    }
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
        keepFirst(request.tasks.items, run.extent.nItems);
    } else {
        askNeedles(request, model, run.extent);
    }
    if (run.kind == StudyKind::Reason)
        request.tasks.styles = {AnswerStyle::AnswerOnly, AnswerStyle::ChainOfThought};
    infoOf(run.kind).setDefaults(request, model);
    return request;
}

} // namespace needlescope
