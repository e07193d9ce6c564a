// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation.h"

#include "service/provenance.h"
#include "study/study.h"

namespace needlescope {

namespace {

std::string nameOfMask(const StudyMask &mask)
{
    switch (mask.role) {
    case MaskRole::Top:
        return "top " + std::to_string(mask.k);
    case MaskRole::Random:
        return "random " + std::to_string(mask.k) + " (draw " + std::to_string(mask.draw + 1) + ")";
    default:
        return "unmasked";
    }
}

EvaluatedMask averaged(const StudyMask &mask, std::size_t index, const std::vector<SampleResult> &samples)
{
    EvaluatedMask evaluated{nameOfMask(mask), mask.intervention};
    for (const SampleResult &sample : samples) { // counted before it is divided: 204 of 240 are 85 %, not less
        const Observation &answer = sample.observations.at(index);
        evaluated.exactShare += answer.exact ? 1 : 0;
        evaluated.meanRecall += answer.recall;
        evaluated.incompleteShare += answer.outcome == Outcome::Incomplete ? 1 : 0;
        evaluated.meanLogProbability += answer.logProbability;
    }
    const auto n = static_cast<double>(samples.size());
    for (double *sum : {&evaluated.exactShare, &evaluated.meanRecall, &evaluated.incompleteShare, &evaluated.meanLogProbability})
        *sum /= n;
    return evaluated;
}

} // namespace

Evaluation evaluate(const Transformer &model, const Tokenizer &tokenizer, const StudyRequest &request, const Work &work)
{
    Study study(model, tokenizer, runHeaderOf(model.info(), request), nullptr);
    study.run(work);
    const int largest = request.masks.ks.empty() ? 0 : request.masks.ks.back();
    Evaluation evaluation{{}, study.samples()};
    for (std::size_t i = 0; i < study.masks().size(); ++i) {
        const StudyMask &mask = study.masks()[i];
        if (mask.role != MaskRole::Random || mask.k == largest)
            evaluation.masks.push_back(averaged(mask, i, study.samples()));
    }
    return evaluation;
}

} // namespace needlescope
