// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch.h"

#include "files/gguf.h"
#include "model/checkpoint.h"
#include "model/ggufmodel.h"
#include "model/modelconfig.h"
#include "model/rope.h"

#include <algorithm>
#include <string>

namespace needlescope::fuzz {

namespace {

/// A pass over a layer's shapes and names, as the reading of weights makes.
void walk(const Architecture &a)
{
    require(a.nLayers > 0 && a.nHeads > 0 && a.nKvHeads > 0 && a.dHead > 0 && a.nHeads % a.nKvHeads == 0, "an architecture has heads");
    require(a.windows.empty() || a.windows.size() == static_cast<std::size_t>(a.nLayers), "each layer has a window or none");
    require(a.denseLayers.empty() || a.denseLayers.size() == static_cast<std::size_t>(a.nLayers), "each layer is dense or not");
    for (const std::size_t n : {a.recurrentLayers.size(), a.chunks.size(), a.dHeads.size(), a.kvHeads.size(), a.feedForwards.size(),
             a.ropeOfLayer.size(), a.keysOf.size(), a.valuesAreKeys.size(), a.xielus.size(), a.recurrence.rates.size()})
        require(n == 0 || n == static_cast<std::size_t>(a.nLayers), "what differs from layer to layer is there for each");
    require(a.interleavedRows >= 0 && a.interleavedRows <= a.dHead && a.interleavedRows % 2 == 0, "interleaved rows are of a head");
    require(a.rope.size % 2 == 0 && a.rope.size <= a.dHead, "rope fits the head");
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const HeadShape shape = a.headShape(layer);
        require(shape.firstVisible(shape.window) <= shape.window, "a query sees itself");
        require(shape.rope >= 0 && shape.rope < a.nRopes(), "a layer rotates by a table that is there");
        require(shape.nHeads % shape.nKvHeads == 0 && shape.dHead > 0 && shape.dValue > 0, "a layer has heads");
        require(a.keySource(layer) <= layer, "keys are there before they are attended to");
        require(!a.hasExperts(layer) || a.mixture.nChosen <= a.mixture.nExperts, "no more experts are chosen than there are");
    }
    if (a.rope.size == 0)
        return;
    const Rope rope(a.rope);
    RotationTable table;
    for (const int position : {0, 1, a.contextLength - 1})
        rope.append(table, position, std::max(position, a.rope.originalContextLength) + 1);
    require(table.cosines.size() == 3 * static_cast<std::size_t>(a.rope.size / 2), "a rotation for each position");
}

} // namespace

void readSafetensorsHeader(Bytes bytes)
{
    const auto file = written("model.safetensors", bytes);
    mayRefuse([&] {
        const auto opened = SafetensorsFile::open(file);
        unsigned sum = 0;
        for (const auto &[name, view] : opened->tensors()) {
            require(view.elements() >= 0 && static_cast<std::size_t>(view.elements()) <= view.bytes.size(), "a tensor's bytes are there");
            if (!view.bytes.empty())
                sum += static_cast<unsigned>(view.bytes.front()) + static_cast<unsigned>(view.bytes.back());
        }
        require(sum < 512 * (opened->tensors().size() + 1), "a tensor's bytes can be read");
        hashOf(file, Checkpoint::open(scratchFolder()));
    });
    std::filesystem::remove(file);
}

void readGguf(Bytes bytes)
{
    const auto file = written("model.gguf", bytes);
    mayRefuse([&] {
        const auto opened = GgufFile::open(file);
        unsigned sum = 0;
        for (const auto &[name, view] : opened->tensors()) {
            require(view.elements() >= 0, "a tensor has a shape");
            if (!view.bytes.empty())
                sum += static_cast<unsigned>(view.bytes.front()) + static_cast<unsigned>(view.bytes.back());
        }
        require(sum < 512 * (opened->tensors().size() + 1), "a tensor's bytes can be read");
        require(opened->headerBytes() <= opened->bytes().size(), "the table lies in the file");
        useGgufTokenizer(file, opened->metadata());
    });
    std::filesystem::remove(file);
}

void readGgufModel(Bytes bytes)
{
    constexpr std::uintmax_t room = 1 << 20; // for the numbers, which are 0
    const auto file = written("model.gguf", bytes);
    std::filesystem::resize_file(file, bytes.size() + room);
    mayRefuse([&] { walk(readArchitecture(Checkpoint::open(file))); });
    std::filesystem::remove(file);
}

void readConfig(Bytes bytes)
{
    written("config.json", bytes);
    mayRefuse([] { walk(readArchitecture(scratchFolder())); });
    // The same as generation_config.json beside a good one.
    static constexpr std::string_view good = R"({"model_type": "llama", "num_hidden_layers": 2, "num_attention_heads": 4,
        "hidden_size": 32, "intermediate_size": 64, "vocab_size": 100})";
    written("config.json", Bytes(reinterpret_cast<const std::uint8_t *>(good.data()), good.size()));
    const auto generation = written("generation_config.json", bytes);
    mayRefuse([] { readArchitecture(scratchFolder()); });
    std::filesystem::remove(generation);
}

void readWeightIndex(Bytes bytes)
{
    static const bool hasShard = [] {
        const unsigned char numbers[] = {1, 2};
        writeSafetensors(scratchFolder() / "a.safetensors", {{"a", {"U8", {2}, std::as_bytes(std::span(numbers))}}});
        return true;
    }();
    require(hasShard, "a shard lies beside the index");
    const auto index = written("model.safetensors.index.json", bytes);
    mayRefuse([] {
        const auto checkpoint = Checkpoint::open(scratchFolder());
        mayRefuse([&] { checkpoint.tensor("a", {2}); });
        mayRefuse([&] { checkpoint.tensor("b", {2}); });
    });
    std::filesystem::remove(index);
}

} // namespace needlescope::fuzz
