// SPDX-License-Identifier: GPL-3.0-or-later
// What a window waits for, through the service, frames and pipes included.
#include "machine.h"
#include "pipeclient.h"
#include "rows.h"

#include "api/generation.h"
#include "api/modelinfo.h"
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

ModelInfo openThrough(PipeClient &client, const std::filesystem::path &directory)
{
    return client.call("open", {{"model", directory.string()}, {"device", "cpu"}}).at("model").get<ModelInfo>();
}

} // namespace

std::vector<Row> clickToAnswer(const Bench &bench)
{
    PipeClient client;
    const ModelInfo model = openThrough(client, bench.own ? *bench.own : modelDirectory("demo"));
    GenerationRequest request = requestFor(model);
    client.call("generate", request);
    int head = 0;
    const auto times = interleaved(bench.repeats(31), {[&] {
        request.intervention = nextMask(model, head);
        client.call("generate", request).get<DecodeTrace>();
    }});
    Row row = atMost("click-to-answer", 1e3 * times[0].median, "ms", 150);
    row.note = model.name + ", median";
    return {row};
}

std::vector<Row> maskRedecode(const Bench &bench)
{
    const BenchModel which = bench.instead({{"llama-134m", "bf16"}}).front();
    PipeClient client;
    const ModelInfo info = openThrough(client, bench.models.directoryOf(which));
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
