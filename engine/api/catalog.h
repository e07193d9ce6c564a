// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/enumname.h"

#include <array>
#include <cstdint>
#include <string>

namespace needlescope {

enum class ModelState {
    Complete,
    NoWeights, ///< no safetensors, or not all of its shards
    NoConfig, ///< no config.json that can be read
    UnknownFamily, ///< an architecture that the engine does not know
    Unreadable, ///< a GGUF file that is broken, or lacks a part
};

template <>
struct EnumNames<ModelState>
{
    static constexpr std::string_view kind = "model state";
    static constexpr std::array names{
        std::pair{ModelState::Complete, std::string_view("complete")},
        std::pair{ModelState::NoWeights, std::string_view("without safetensors")},
        std::pair{ModelState::NoConfig, std::string_view("without config.json")},
        std::pair{ModelState::UnknownFamily, std::string_view("unknown family")},
        std::pair{ModelState::Unreadable, std::string_view("cannot be read")},
    };
};

/// Where a model that can be called by its name was found.
enum class ModelOrigin {
    Shipped,
    Own, ///< the user's folder of models
    HubCache, ///< the Hugging Face libraries' cache
    LmStudio,
    Ollama,
};

template <>
struct EnumNames<ModelOrigin>
{
    static constexpr std::string_view kind = "origin of a model";
    static constexpr std::array names{
        std::pair{ModelOrigin::Shipped, std::string_view("shipped")},
        std::pair{ModelOrigin::Own, std::string_view("own")},
        std::pair{ModelOrigin::HubCache, std::string_view("Hugging Face")},
        std::pair{ModelOrigin::LmStudio, std::string_view("LM Studio")},
        std::pair{ModelOrigin::Ollama, std::string_view("Ollama")},
    };
};

/// A model on the engine's machine that can be called by its name.
struct CatalogModel
{
    std::string name; ///< `demo`, `org/name`, `org/name/file.gguf`
    std::string directory; ///< or GGUF file
    bool shipped = false; ///< origin is Shipped
    std::string family; ///< `model_type` of config.json, or a GGUF file's `general.architecture`; empty where it says none
    ModelState state = ModelState::Complete;
    ModelOrigin origin = ModelOrigin::Shipped;
    std::int64_t weightBytes = 0; ///< of the weight files that are there
    int nLayers = 0; ///< 0: not told
    int nHeads = 0; ///< query heads a layer, the most where layers differ; 0: not told
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(CatalogModel, name, directory, shipped, family, state, origin, weightBytes, nLayers, nHeads)

} // namespace needlescope
