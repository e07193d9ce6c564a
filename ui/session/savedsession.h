// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/intervention.h"
#include "api/prompt.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// Everything that a user has before them, to be opened again.
struct SavedSession
{
    std::string engine{}; ///< SshAddress of the machine that computed; empty: the one with the window
    std::string model; ///< as the user called it: a name, a directory, a GGUF file
    std::string modelHash; ///< masks and selection are of no other model
    PromptRequest prompt; ///< without the haystack's text where a shipped one has this name
    Intervention mask;
    std::vector<HeadId> selection;
    int step = 0; ///< of the answer
    std::string map; ///< the run or file that the head map is from; empty: the engine's best detection of the model
    double threshold = 0; ///< of the head map; 0: the usual
    bool studies = false; ///< they are in sight, not the answers
    bool comparison = false; ///< it is in sight
    int compared = 0; ///< heads of each map that are compared; 0: the usual
    bool maskedBoth = false; ///< the compared heads of A and of B
    std::vector<SavedSession> beside; ///< B of the comparison; empty: there is none
    std::string panels; ///< the window's own note of where they are, base64
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SavedSession, engine, model, modelHash, prompt, mask, selection, step, map, threshold,
    studies, comparison, compared, maskedBoth, beside, panels)

/// Throws EngineError: missing, no session, of a newer program.
SavedSession readSession(const std::filesystem::path &file);

/// As one JSON file, which replaces @p file only when it is whole. Throws EngineError: it cannot be written.
void writeSession(const SavedSession &session, const std::filesystem::path &file);

} // namespace needlescope
