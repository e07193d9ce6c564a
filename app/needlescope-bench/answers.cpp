// SPDX-License-Identifier: GPL-3.0-or-later
// What a window waits for, through the service, frames and pipes included.
#include "commandline/files.h"
#include "commandline/shipped.h"
#include "machine.h"
#include "median.h"
#include "pipeclient.h"
#include "rows.h"

#include "api/generation.h"
#include "api/modelinfo.h"
#include "api/prompt.h"
#include "measures/needlefiles.h"
#include "model/greedy.h"
#include "resources/localmodels.h"

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

/// A click gives an answer of 32 tokens behind this context: what the design promises.
constexpr int clickContext = 1024;

GenerationRequest requestFor(const ModelInfo &model)
{
    const int room = model.contextLength - answerTokens;
    if (room < 34)
        throw EngineError("The context of '{}' is too short for a bench; it needs at least 66 tokens.", model.name);
    return {randomIds(model, std::min(clickContext, room)), benchNeedle, "nothing that it says", {}, answerTokens, {}, 0};
}

/// One head after the other.
Intervention nextMask(const ModelInfo &model, int &head)
{
    const HeadId id{head / model.nHeads % model.nLayers, head % model.nHeads};
    ++head;
    return maskOf({id});
}

nlohmann::json openThrough(PipeClient &client, const std::filesystem::path &directory)
{
    return client.call("open", {{"model", directory.string()}, {"device", "cpu"}});
}

/// What the window sends for a needle in a haystack.
GenerationRequest needleThrough(PipeClient &client, const ModelInfo &model, const ChosenFrame &chosen)
{
    PromptRequest asked;
    asked.needle = readNeedles(shippedNeedles()).front();
    asked.haystack = readHaystacks(shippedHaystacks()).front();
    asked.length = std::min(clickContext, model.contextLength - answerTokens);
    asked.frame = chosen.frame;
    GenerationRequest request;
    request.promptHandle = client.call("compose", asked).get<Prompt>().handle;
    request.maxTokens = answerTokens;
    return request;
}

/// Milliseconds of clicks on one head after the other.
struct Clicks
{
    std::string model;
    double firstToken = 0;
    double answer = 0;
};

Clicks clicksOn(const std::filesystem::path &directory, int repeats)
{
    PipeClient client;
    const nlohmann::json opened = openThrough(client, directory);
    const ModelInfo model = opened.at("model").get<ModelInfo>();
    GenerationRequest request = needleThrough(client, model, opened.at("prompt").get<ChosenFrame>());
    client.call("generate", request);
    int head = 0;
    std::vector<double> firstTokens;
    const Times times = interleaved(repeats, {[&] {
        request.intervention = nextMask(model, head);
        client.call("generate", request).get<DecodeTrace>();
        firstTokens.push_back(client.secondsToFirstToken());
    }}).front();
    return {model.name, 1e3 * median(firstTokens), 1e3 * times.median};
}

} // namespace

std::vector<Row> clickToAnswer(const Bench &bench)
{
    std::vector<std::filesystem::path> models{modelDirectory("demo")};
    if (const auto real = modelDirectory("smollm2"); std::filesystem::exists(real))
        models.push_back(real);
    if (bench.own)
        models = {*bench.own};
    std::vector<Row> firstTokens;
    std::vector<Row> answers;
    for (const auto &model : models) {
        const Clicks clicks = clicksOn(model, bench.repeats(61));
        firstTokens.push_back(atMost(clicks.model, clicks.firstToken, "ms", 30));
        answers.push_back(atMost(clicks.model, clicks.answer, "ms", 150));
        answers.back().note = "median of clicks that each switch off another head, answers of " + std::to_string(answerTokens) + " tokens";
    }
    std::vector<Row> rows = withWorst("click-to-answer", std::move(answers));
    std::ranges::move(withWorst("click-to-first-token", std::move(firstTokens)), std::back_inserter(rows));
    return rows;
}

std::vector<Row> maskRedecode(const Bench &bench)
{
    const BenchModel which = bench.instead({{"llama-134m", "bf16"}}).front();
    PipeClient client;
    const ModelInfo info = openThrough(client, bench.models.directoryOf(which)).at("model").get<ModelInfo>();
    GenerationRequest request = requestFor(info);
    client.call("generate", request);
    const int readings = client.progressReports();
    if (readings == 0)
        throw EngineError("The service did not tell of the first reading of the prompt, so that none can be counted.");

    const auto model = bench.models.load(which);
    const auto prompt = model->prefill(std::span(request.promptIds).first(request.promptIds.size() - 1));
    int head = 0;
    const int repeats = bench.repeats(15);
    const auto times = interleaved(repeats,
        {[&] {
             request.intervention = nextMask(info, head);
             client.call("generate", request).get<DecodeTrace>();
         },
            [&] {
                Branch branch(prompt, request.intervention, benchNeedle);
                const std::array branches{&branch};
                decodeGreedily(*model, branches, std::span(request.promptIds).last(1), {answerTokens, {}, 0});
            }});
    const int repeated = client.progressReports() - readings;
    Row row = atLeast("mask-redecode", 1 / times[0].best, "answers/s", repeated == 0 ? 1 / times[1].best : INFINITY, 0.85);
    row.note = which.name() + ", against decoding alone; " + std::to_string(repeated) + " prefills in " + std::to_string(head) + " answers";
    return {row};
}

} // namespace needlescope
