// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "machine.h"
#include "output.h"
#include "pipeclient.h"

#include "model/greedy.h"
#include "model/safetensors.h"
#include "resources/resources.h"

#include <array>
#include <cstdio>
#include <random>

namespace needlescope {

namespace {

/// 32 tokens after a context of 1,024: what the design promises for a click.
constexpr int answerTokens = 32;
constexpr int contextTokens = 1024;

struct BenchOptions
{
    std::string model = "demo";
    bool quick = false;
    bool json = false;

    int repeats() const { return quick ? 7 : 31; }
};

struct Row
{
    std::string name;
    double value = 0;
    std::string unit;
    double reference = 0; ///< in the same unit
    double ratio = 0; ///< share of the reference that is reached; above 1 is better than it
};

void to_json(nlohmann::json &json, const Row &row)
{
    json = {{"name", row.name}, {"value", row.value}, {"unit", row.unit}, {"reference", row.reference}, {"ratio", row.ratio}};
}

/// The less the better.
Row duration(const std::string &name, double milliseconds, double reference)
{
    return {name, milliseconds, "ms", reference, reference / milliseconds};
}

/// The more the better.
Row rate(const std::string &name, double value, const std::string &unit, double reference)
{
    return {name, value, unit, reference, value / reference};
}

/// Ids drawn from the vocabulary: what a token means costs no time.
std::vector<std::int32_t> randomIds(const ModelInfo &model, int count)
{
    std::mt19937 random(1);
    std::vector<std::int32_t> ids(static_cast<std::size_t>(count));
    for (auto &id : ids)
        id = static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(model.vocabularySize));
    return ids;
}

std::vector<std::int32_t> benchPrompt(const ModelInfo &model)
{
    const int room = model.contextLength - answerTokens;
    if (room < 2)
        throw EngineError("The context of " + model.name + " is too short for a bench; it needs at least 34 tokens.");
    return randomIds(model, std::min(contextTokens, room));
}

/// From the mask to the whole new answer, through the service as a window would.
Row clickToAnswer(const ModelInfo &model, int repeats)
{
    PipeClient client;
    client.call("open", {{"model", model.directory}, {"device", "cpu"}});
    GenerationRequest request{benchPrompt(model), {16, 32}, "nothing that it says", {}, answerTokens, {}};
    client.call("generate", request);
    int head = 0;
    const double seconds = medianSeconds(repeats, [&] {
        request.intervention = maskOf({{head / model.nHeads % model.nLayers, head % model.nHeads}});
        ++head;
        client.call("generate", request).get<DecodeTrace>();
    });
    return duration("click-to-answer", 1e3 * seconds, 150);
}

/// Elements of the matrices that every token is multiplied with: all but embeddings and output.
double layerParameters(const ModelInfo &model)
{
    std::int64_t elements = 0;
    for (const auto &entry : std::filesystem::directory_iterator(model.directory)) {
        if (entry.path().extension() != ".safetensors")
            continue;
        const auto file = SafetensorsFile::open(entry.path());
        for (const auto &[name, tensor] : file->tensors()) {
            const bool inLayer = name.find("layers.") != std::string::npos || name.find(".h.") != std::string::npos;
            if (inLayer && tensor.shape.size() == 2)
                elements += tensor.elements();
        }
    }
    return static_cast<double>(elements);
}

Row prefill(const Transformer &model, int repeats)
{
    const auto ids = benchPrompt(model.info());
    const double seconds = medianSeconds(repeats, [&] { model.prefill(ids); });
    const double sgemm = sgemmRate(repeats);
    return rate("prefill-vs-sgemm", static_cast<double>(ids.size()) / seconds, "tokens/s", sgemm / (2 * layerParameters(model.info())));
}

/// Decoding reads every weight once and the keys and values of all tokens before. Every head's summary is captured.
Row decode(const Transformer &model, int repeats)
{
    const auto ids = benchPrompt(model.info());
    const auto prompt = model.prefill(std::span(ids).first(ids.size() - 1));
    const double seconds = medianSeconds(repeats, [&] {
        Branch branch(prompt, {}, {16, 32});
        const std::array branches{&branch};
        decodeGreedily(model, branches, std::span(ids).last(1), {answerTokens, {}});
    });
    const auto &info = model.info();
    const double bytesPerToken
        = static_cast<double>(info.weightBytes) + static_cast<double>(info.kvBytesPerToken) * static_cast<double>(ids.size());
    return rate("decode-vs-bandwidth", answerTokens / seconds, "tokens/s", memoryBandwidth(repeats) / bytesPerToken);
}

Row attentionRow(const Transformer &model, int repeats)
{
    const auto ids = benchPrompt(model.info());
    Branch branch(model.prefill(std::span(ids).first(ids.size() - 1)), {}, {});
    const std::array branches{&branch};
    model.step(branches, std::span(ids).last(1));
    const double seconds = medianSeconds(repeats, [&] { model.attentionRow(branch, 0, {model.info().nLayers - 1, 0}); });
    return duration("attention-row", 1e3 * seconds, 5);
}

void printTable(const std::vector<Row> &rows)
{
    std::printf("%-22s %12s %-10s %12s %8s\n", "row", "value", "unit", "reference", "ratio");
    for (const auto &row : rows)
        std::printf("%-22s %12.2f %-10s %12.2f %8.2f\n", row.name.c_str(), row.value, row.unit.c_str(), row.reference, row.ratio);
}

int bench(const BenchOptions &options)
{
    const auto model = Transformer::load(modelDirectory(options.model));
    const int repeats = options.repeats();
    const std::vector<Row> rows{
        clickToAnswer(model->info(), repeats), prefill(*model, repeats), decode(*model, repeats), attentionRow(*model, repeats)};
    if (options.json)
        printJson({{"rows", rows}});
    else
        printTable(rows);
    return 0;
}

} // namespace

void addBench(Program &program)
{
    auto *command = program.app.add_subcommand("bench", "Measure the speed of a model against what the machine can do");
    const auto options = std::make_shared<BenchOptions>();
    command->add_option("MODEL", options->model, "Directory of a Hugging Face checkpoint (default: demo)");
    command->add_flag("--quick", options->quick, "Fewer repeats");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return bench(*options); }; });
}

} // namespace needlescope
