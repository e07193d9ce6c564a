// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/enumname.h"

#include <array>
#include <string>

namespace needlescope {

enum class ModelState {
    Complete,
    NoWeights, ///< no safetensors, or not all of its shards
    NoConfig, ///< no config.json that can be read
    UnknownFamily, ///< an architecture that the engine does not know
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
    };
};

/// A model on the engine's machine that can be called by its name.
struct CatalogModel
{
    std::string name; ///< `demo`, `org/name`
    std::string directory;
    bool shipped = false; ///< else found in the Hugging Face cache
    std::string family; ///< `model_type` of config.json; empty where it says none
    ModelState state = ModelState::Complete;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(CatalogModel, name, directory, shipped, family, state)

} // namespace needlescope
