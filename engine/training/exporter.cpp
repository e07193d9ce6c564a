// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/bytepairs.h"
#include "training/checkpoint.h"
#include "training/modelfolder.h"
#include "training/trainer.h"

#include "api/engineerror.h"
#include "files/safetensors.h"
#include "model/modelconfig.h"
#include "text/tokenizer.h"

#include <ATen/core/grad_mode.h>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace needlescope {

namespace {

using Json = nlohmann::ordered_json;

/// Through a temporary name: an engine that has the old file mapped keeps it.
void writeText(const std::filesystem::path &file, const std::string &text)
{
    const auto partial = file.string() + ".part" + std::to_string(getpid());
    std::ofstream out(partial, std::ios::binary);
    out << text;
    out.close();
    std::error_code error;
    if (out)
        std::filesystem::rename(partial, file, error);
    if (!out || error)
        throw EngineError("The file {} cannot be written; check the folder's permissions and the free space.", file.string());
}

std::string textOf(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    if (!in)
        throw EngineError("The file {} cannot be read; it belongs to the training.", file.string());
    return text.str();
}

int longestTrained(const Recipe &recipe)
{
    int longest = 0;
    for (const auto &stage : recipe.stages)
        longest = std::max(longest, *std::max_element(stage.lengths.begin(), stage.lengths.end()));
    return longest;
}

/// ChatML without a system turn.
Json chatTokenizerConfig()
{
    return {{"tokenizer_class", "PreTrainedTokenizerFast"}, {"bos_token", specialTokens[BosId]}, {"eos_token", specialTokens[TurnEndId]},
        {"pad_token", specialTokens[PadId]},
        {"chat_template",
            "{{ bos_token }}{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + "
            "'\n' }}"
            "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"}};
}

void writeWeights(const std::filesystem::path &directory, const LanguageModel &model)
{
    const auto names = readArchitecture(directory).names;
    std::map<std::string, TensorView> views;
    std::vector<at::Tensor> halves;
    for (const auto &[name, value] : huggingFaceTensors(model, names)) {
        halves.push_back(value.to(at::kBFloat16).contiguous());
        views[name] = {"BF16", value.sizes().vec(),
            {static_cast<const std::byte *>(halves.back().data_ptr()), static_cast<std::size_t>(value.numel()) * 2}};
    }
    writeSafetensors(directory / "model.safetensors", views, {{"format", "pt"}});
}

} // namespace

void exportModel(const std::filesystem::path &training, const std::filesystem::path &directory)
{
    const at::NoGradGuard noGradients;
    const auto checkpoint = readCheckpoint(training / checkpointName);
    const auto recipe = Recipe::parse(checkpoint.state.recipe, "in the checkpoint");
    std::filesystem::create_directories(directory);

    writeText(directory / "tokenizer.json", textOf(training / "tokenizer.json"));
    writeText(directory / "config.json", huggingFaceConfig(checkpoint.state.shape, longestTrained(recipe)).dump(2) + "\n");
    const bool chats = recipe.stages.back().documents.conversations;
    if (chats)
        writeText(directory / "tokenizer_config.json", chatTokenizerConfig().dump(2) + "\n");
    // An answer ends with its turn, or with a new line.
    const Json stops{EosId, chats ? TurnEndId : Tokenizer::load(directory)->idOf("Ċ")};
    const Json generation{{"bos_token_id", BosId}, {"eos_token_id", stops}, {"pad_token_id", PadId}, {"do_sample", false}};
    writeText(directory / "generation_config.json", generation.dump(2) + "\n");
    writeWeights(directory, modelOf(checkpoint, at::kCPU, at::kFloat));
}

} // namespace needlescope
