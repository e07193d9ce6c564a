// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/provenance.h"

#include <openssl/evp.h>

#include <array>
#include <ctime>
#include <fstream>
#include <iterator>

namespace needlescope {

namespace {

/// SHA-256, hexadecimal.
std::string hashOf(const std::string &bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    if (EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(), digest.data(), &size) != 1)
        throw EngineError("SHA-256 is not to be had from OpenSSL; check its installation.");
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i)
        text += {digits[digest[i] / 16], digits[digest[i] % 16]};
    return text;
}

std::string tokenizerHash(const std::filesystem::path &directory)
{
    for (const char *name : {"tokenizer.json", "tokenizer.model"}) {
        std::ifstream file(directory / name, std::ios::binary);
        if (file)
            return hashOf({std::istreambuf_iterator<char>(file), {}});
    }
    throw EngineError("The tokenizer in '" + directory.string() + "' cannot be read; check the model's directory.");
}

std::string now()
{
    const auto time = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&time, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
}

} // namespace

RunHeader runHeaderOf(const ModelInfo &model, const StudyRequest &study)
{
    Provenance provenance;
    provenance.program = "Needlescope " NEEDLESCOPE_VERSION;
    provenance.modelName = model.name;
    provenance.modelHash = model.hash;
    provenance.tokenizerHash = tokenizerHash(model.directory);
    provenance.frame = study.frame.pattern;
    provenance.chatTemplate = study.frame.chatTemplate;
    provenance.needleSetHash = hashOf(nlohmann::json(study.needles).dump());
    provenance.versions = "libtorch " NEEDLESCOPE_TORCH_VERSION;
    provenance.created = now();
    return {provenance, study, model};
}

} // namespace needlescope
