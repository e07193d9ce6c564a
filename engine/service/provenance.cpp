// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/provenance.h"

#include "files/digest.h"
#include "files/gguf.h"
#include "measures/studies/identity.h"
#include "measures/studies/kind.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

namespace needlescope {

namespace {

/// Or the day that is asked for (reproducible-builds.org), so that the same study has the same bytes whenever it was made.
std::string now()
{
    const char *chosen = std::getenv("SOURCE_DATE_EPOCH");
    const std::time_t time = chosen ? std::strtoll(chosen, nullptr, 10) : std::time(nullptr);
    std::tm utc{};
    gmtime_r(&time, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
}

Provenance provenanceOf(const ModelInfo &model, const std::string &tokenizerHash, const PromptFrame &frame)
{
    Provenance provenance;
    provenance.program = "Needlescope " NEEDLESCOPE_VERSION;
    provenance.modelName = model.name;
    provenance.modelHash = model.hash;
    provenance.arithmetic = model.arithmetic();
    provenance.tokenizerHash = tokenizerHash;
    provenance.frame = frame.pattern;
    provenance.chatTemplate = frame.chatTemplate;
    provenance.versions = "libtorch " NEEDLESCOPE_TORCH_VERSION;
    provenance.created = now();
    return provenance;
}

std::string nameOfText(const Haystack &haystack)
{
    constexpr std::size_t shownDigits = 12;
    return haystack.name + " " + sha256Of(haystack.text).substr(0, shownDigits);
}

std::string namesOf(const std::vector<Haystack> &haystacks)
{
    std::string names;
    for (const Haystack &haystack : haystacks)
        names += (names.empty() ? "" : ", ") + nameOfText(haystack);
    return names;
}

/// Over what a GGUF file says of its tokenizer.
std::string hashOfTokenizer(const nlohmann::json &metadata)
{
    Sha256 hash;
    const auto add = [&hash](const std::string &text) { hash.add(std::as_bytes(std::span(text.data(), text.size() + 1))); };
    for (const auto &[key, value] : metadata.items()) {
        if (!key.starts_with("tokenizer."))
            continue;
        add(key);
        for (const nlohmann::json &each : value.is_array() ? value : nlohmann::json::array({value}))
            add(each.is_string() ? each.get<std::string>() : each.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    return hash.hexadecimal();
}

} // namespace

std::string tokenizerHashOf(const ModelInfo &model)
{
    const std::filesystem::path directory = model.directory;
    if (isGguf(directory))
        return hashOfTokenizer(GgufFile::open(directory)->metadata());
    for (const char *name : {"tokenizer.json", "tekken.json", "tokenizer.model"}) {
        std::ifstream file(directory / name, std::ios::binary);
        if (file)
            return sha256Of(std::string{std::istreambuf_iterator<char>(file), {}});
    }
    std::ifstream vocabulary(directory / "vocab.json", std::ios::binary);
    std::ifstream merges(directory / "merges.txt", std::ios::binary);
    if (vocabulary && merges)
        return sha256Of(
            std::string{std::istreambuf_iterator<char>(vocabulary), {}} + std::string{std::istreambuf_iterator<char>(merges), {}});
    throw EngineError("The tokenizer in '{}' cannot be read; check the model's directory.", directory.string());
}

RunHeader runHeaderOf(const ModelInfo &model, const StudyRequest &study)
{
    Provenance provenance = provenanceOf(model, tokenizerHashOf(model), study.frame);
    provenance.study = nameOf(study.kind);
    provenance.rule = nameOf(study.rule);
    provenance.needleSetHash
        = sha256Of(study.tasks.items.empty() ? nlohmann::json(study.tasks.needles).dump() : nlohmann::json(study.tasks.items).dump());
    provenance.haystacks = namesOf(study.tasks.haystacks);
    provenance.lengths = fmt::format("{}", fmt::join(study.tasks.lengths, " "));
    provenance.depths = fmt::format("{}", fmt::join(study.tasks.depths, " "));
    const Provenance &ranking = study.masks.ranking.provenance;
    if (!study.masks.ranking.empty())
        provenance.ranking = ranking.source.empty() ? ranking.modelName + " " + ranking.created : ranking.source;
    provenance.seed = study.seed;
    return {described(std::move(provenance), study), study, model};
}

AnswerOrigin originOf(const ModelInfo &model, const std::string &tokenizerHash, const PromptRequest &request, int promptTokens,
    const Intervention &intervention)
{
    AnswerOrigin origin{request.needle, request.haystack.name, request.length, request.depthPercent, promptTokens,
        provenanceOf(model, tokenizerHash, request.frame)};
    origin.provenance.haystacks = nameOfText(request.haystack);
    origin.provenance.lengths = std::to_string(request.length);
    origin.provenance.depths = fmt::format("{}", request.depthPercent);
    origin.provenance.needleSetHash = sha256Of(nlohmann::json(std::vector<Needle>{request.needle}).dump());
    origin.provenance.intervention = intervention;
    return origin;
}

std::string runNameOf(const RunHeader &header)
{
    constexpr std::size_t digits = 12;
    const std::string arithmetic = header.model.arithmetic();
    const std::string hash = sha256Of(identityOf(header.request).dump() + header.model.hash + (arithmetic == "f32" ? "" : arithmetic));
    std::string model = header.model.name;
    std::replace(model.begin(), model.end(), '/', '-'); // a name from the cache may hold a slash: org/name
    return model + "-" + std::string(nameOf(header.request.kind)) + "-" + hash.substr(0, digits);
}

} // namespace needlescope
