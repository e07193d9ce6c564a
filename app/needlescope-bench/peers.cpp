// SPDX-License-Identifier: GPL-3.0-or-later
// llama.cpp and transformers on the same model and the same machine, in an environment of Python that the user names.
#include "detection.h"
#include "machine.h"
#include "programs.h"
#include "rows.h"

#include "api/engineerror.h"
#include "model/greedy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <thread>

namespace needlescope {

namespace {

constexpr int peerPrompt = 512;

/// Of the detection that both do.
constexpr std::array detectionSizes{600, 1000, 1400};
constexpr int detectionDepths = 3;

/// Prints {"name", "prefill", "decode", "detect"}, seconds of the shortest run; "detect" is what the paper's algorithm takes for samples of
/// some lengths at some depths: each prompt is read anew, then the attention of every head is looked at, token by token. What it asks for:
/// model, prompt, answer, threads, repeats, and of the detection depths, answer, lengths.
constexpr const char *script = R"(
import json, os, sys, time
model, prompt, answer, threads, repeats, depths, detected, *lengths = sys.argv[1], *map(int, sys.argv[2:])
ids = [(i * 7919 + 13) % 1000 + 10 for i in range(prompt)]
def best(run):
    run()
    return min(run() for _ in range(repeats))
if model.endswith(".gguf"):
    import llama_cpp
    llm = llama_cpp.Llama(model, n_ctx=prompt + answer + 8, n_batch=512, n_threads=threads, n_threads_batch=threads, verbose=False)
    def prefill():
        llm.reset()
        begin = time.perf_counter()
        llm.eval(ids)
        return time.perf_counter() - begin
    def decode():
        llm.reset()
        llm.eval(ids[:128])
        begin = time.perf_counter()
        for i in range(answer):
            llm.eval([ids[i]])
        return time.perf_counter() - begin
    detect = None
    name = "llama.cpp " + llama_cpp.__version__
else:
    import torch, transformers
    torch.set_num_threads(threads)
    net = transformers.AutoModelForCausalLM.from_pretrained(model, dtype="auto").eval()
    def prefill():
        with torch.no_grad():
            begin = time.perf_counter()
            net(torch.tensor([ids]), logits_to_keep=1)
            return time.perf_counter() - begin
    def decode():
        with torch.no_grad():
            cache = net(torch.tensor([ids[:128]]), use_cache=True, logits_to_keep=1).past_key_values
            begin = time.perf_counter()
            for i in range(answer):
                cache = net(torch.tensor([[ids[i]]]), past_key_values=cache, use_cache=True).past_key_values
            return time.perf_counter() - begin
    def detect():
        begin = time.perf_counter()
        with torch.no_grad():
            for length in lengths:
                for _ in range(depths):
                    text = [(i * 7919 + 13) % 1000 + 10 for i in range(length)]
                    net.set_attn_implementation("sdpa")
                    cache = net(torch.tensor([text[:-1]]), use_cache=True, logits_to_keep=1).past_key_values
                    net.set_attn_implementation("eager")
                    token = torch.tensor([text[-1:]])
                    for _ in range(detected):
                        out = net(token, past_key_values=cache, use_cache=True, output_attentions=True)
                        cache = out.past_key_values
                        [layer[0, :, -1].max(-1) for layer in out.attentions]
                        token = out.logits[:, -1:].argmax(-1)
        return time.perf_counter() - begin
    name = "transformers " + transformers.__version__
print(json.dumps({"name": name, "prefill": best(prefill), "decode": best(decode), "detect": detect and min(detect() for _ in range(2))}))
)";

/// Throws EngineError where it does not run or says something else.
nlohmann::json measuredBy(const std::filesystem::path &python, const std::filesystem::path &model, int repeats)
{
    const std::string command = fmt::format("{} -c {} {} {} {} {} {} {} {} {} 2>/dev/null", quoted(python.string()), quoted(script),
        quoted(model.string()), peerPrompt, answerTokens, std::thread::hardware_concurrency(), repeats, detectionDepths, detectionAnswer,
        fmt::join(detectionSizes, " "));
    const std::string said = printedBy(command);
    auto result = nlohmann::json::parse(said, nullptr, false);
    if (!result.is_object() || !result.contains("prefill") || !result.contains("decode"))
        throw EngineError("'{}' did not measure '{}'; it needs llama-cpp-python for a GGUF file, torch and transformers for a directory.",
            python.string(), model.string());
    return result;
}

double secondsOfDetections(const Transformer &model)
{
    double seconds = 0;
    std::shared_ptr<const PromptCache> before;
    for (const int size : detectionSizes) {
        seconds += secondsOfDetection(model, detectionPrompts(model.info(), size, 1, detectionDepths), before);
    }
    return seconds;
}

void addRows(const Bench &bench, const BenchModel &which, const nlohmann::json &peer, std::vector<Row> &rows)
{
    const auto model = bench.models.load(which);
    const auto ids = randomIds(model->info(), peerPrompt);
    const auto prompt = model->prefill(std::span(ids).first(128));
    const auto times = interleaved(bench.repeats(9),
        {[&] { model->prefill(ids); },
            [&] {
                Branch branch(prompt, {}, benchNeedle);
                const std::array branches{&branch};
                decodeGreedily(*model, branches, std::array{ids.back()}, {answerTokens, {}, 0});
            }});
    const auto add = [&](const char *what, double tokens, double mine, double seconds, double target) {
        rows.push_back(atLeast(fmt::format("{} ({})", what, which.name()), tokens / mine, "tokens/s", tokens / seconds, target));
        rows.back().note = "against " + peer.at("name").get<std::string>();
    };
    add("prefill-vs-peer", peerPrompt, times[0].best, peer.at("prefill").get<double>(), 1);
    add("decode-vs-peer", answerTokens, times[1].best, peer.at("decode").get<double>(), 1);
    if (!peer.at("detect").is_number())
        return;
    const double tokens = detectionDepths * std::accumulate(detectionSizes.begin(), detectionSizes.end(), 0.0);
    add("detection-vs-peer", tokens, std::min(secondsOfDetections(*model), secondsOfDetections(*model)), peer.at("detect").get<double>(),
        5);
}

} // namespace

std::vector<Row> peers(const Bench &bench)
{
    if (!bench.peer)
        throw EngineError("No Python environment is named; name its interpreter with --peer.");
    std::vector<Row> rows;
    for (const BenchModel &model : bench.instead({{"llama-134m", "f32"}, {"llama-134m", "bf16"}})) {
        const nlohmann::json peer = measuredBy(*bench.peer, bench.models.directoryOf(model), bench.repeats(9));
        addRows(bench, model, peer, rows);
        if (model.dtype != "f32")
            addRows(bench, model.rounded(), peer, rows);
    }
    return rows;
}

} // namespace needlescope
