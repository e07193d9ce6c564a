// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/checkpoint.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "files/safetensors.h"
#include "model/backend.h"

#include <ATen/core/grad_mode.h>

#include <ranges>

namespace needlescope {

namespace {

constexpr auto StateTensor = "state.json";

std::string stateText(const TrainingState &state)
{
    const auto &shape = state.shape;
    return nlohmann::json{{"stage", state.stage}, {"step", state.step}, {"tokens", state.tokens}, {"copyAccuracy", state.copyAccuracy},
        {"factAccuracy", state.factAccuracy}, {"offHeads", state.offHeads}, {"bfloat16", state.bfloat16}, {"recipe", state.recipe},
        {"shape",
            {{"layers", shape.nLayers}, {"heads", shape.nHeads}, {"headDim", shape.dHead}, {"dModel", shape.dModel},
                {"dFfn", shape.dFeedForward}, {"vocabulary", shape.vocabularySize}, {"ropeTheta", shape.rope.theta},
                {"normEpsilon", shape.norm.epsilon}, {"experts", shape.mixture.nExperts}, {"chosen", shape.mixture.nChosen}}}}
        .dump();
}

Architecture readShape(const nlohmann::json &json)
{
    Architecture shape;
    shape.nLayers = json.at("layers");
    shape.nHeads = shape.nKvHeads = json.at("heads");
    shape.dHead = shape.rope.size = json.at("headDim");
    shape.dModel = json.at("dModel");
    shape.dFeedForward = shape.mixture.dFeedForward = json.at("dFfn");
    shape.vocabularySize = json.at("vocabulary");
    shape.rope.theta = json.at("ropeTheta");
    shape.norm.epsilon = json.at("normEpsilon");
    shape.mixture.nExperts = json.at("experts");
    shape.mixture.nChosen = json.at("chosen");
    return shape;
}

TrainingState stateFrom(const std::string &text)
{
    const auto json = nlohmann::json::parse(text);
    const auto &shape = json.at("shape");
    TrainingState state;
    state.stage = json.at("stage");
    state.step = json.at("step");
    state.tokens = json.at("tokens");
    state.copyAccuracy = json.at("copyAccuracy");
    state.factAccuracy = json.at("factAccuracy");
    state.offHeads = json.at("offHeads").get<std::vector<std::pair<int, int>>>();
    state.bfloat16 = json.at("bfloat16");
    state.recipe = json.at("recipe");
    state.shape = readShape(shape);
    return state;
}

} // namespace

void writeCheckpoint(const std::filesystem::path &file, const TrainingState &state, const std::vector<TrainedTensor> &tensors)
{
    const auto text = stateText(state);
    std::map<std::string, TensorView> views;
    std::vector<at::Tensor> onCpu; // keeps the bytes alive until they are written
    const auto add = [&](const std::string &name, const at::Tensor &tensor) {
        onCpu.push_back(tensor.detach().to(at::kCPU).contiguous());
        views[name] = {"F32", tensor.sizes().vec(),
            {static_cast<const std::byte *>(onCpu.back().data_ptr()), static_cast<std::size_t>(tensor.numel()) * sizeof(float)}};
    };
    for (const auto &tensor : tensors) {
        add("value." + tensor.name, tensor.value);
        add("first." + tensor.name, tensor.first);
        add("second." + tensor.name, tensor.second);
    }
    views[StateTensor] = {"U8", {static_cast<std::int64_t>(text.size())}, std::as_bytes(std::span(text))};
    writeSafetensors(file, views);
}

TrainingCheckpoint readCheckpoint(const std::filesystem::path &file)
{
    const auto in = SafetensorsFile::open(file);
    const auto &stateBytes = in->tensor(StateTensor).bytes;
    try {
        TrainingCheckpoint checkpoint{stateFrom(std::string(reinterpret_cast<const char *>(stateBytes.data()), stateBytes.size())), {}};
        const auto copyOf = [&in](const std::string &name) { return tensorOf(in->tensor(name)).clone(); };
        const std::string prefix = "value.";
        for (const auto &name : in->tensors() | std::views::keys) {
            if (!name.starts_with(prefix))
                continue;
            const auto plain = name.substr(prefix.size());
            checkpoint.tensors.push_back({plain, copyOf(name), copyOf("first." + plain), copyOf("second." + plain)});
        }
        return checkpoint;
    } catch (const nlohmann::json::exception &error) {
        throw EngineError("The checkpoint {} is damaged ({}); delete it to start the training again.", file.string(), error.what());
    }
}

LanguageModel modelOf(const TrainingCheckpoint &checkpoint, at::Device device, at::ScalarType computeType)
{
    LanguageModel model(checkpoint.state.shape, 0, device, computeType);
    const at::NoGradGuard noGradients;
    for (const auto &parameter : model.parameters()) {
        for (const auto &saved : checkpoint.tensors) {
            if (saved.name == parameter.name)
                parameter.value.copy_(saved.value);
        }
    }
    return model;
}

} // namespace needlescope
