// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"
#include "api/sentence.h"
#include "model/checkpoint.h"

#include <set>
#include <string>
#include <vector>

namespace needlescope {

/// A GGUF file's metadata under the name of its architecture. It remembers which keys were asked for, so that what nobody understands can
/// be refused.
class GgufMetadata
{
public:
    /// @p checkpoint, GGUF files, outlives it. Throws EngineError: no architecture is named.
    explicit GgufMetadata(const Checkpoint &checkpoint);

    const GgufFile &file() const { return m_file; }
    const std::string &architecture() const { return m_architecture; }

    const nlohmann::json &at(const std::string &key) const; ///< null where there is no such key
    bool has(const std::string &key) const { return !at(key).is_null(); }
    bool is(const std::string &key, double value) const { return numberOr(key, -1) == value; }

    double numberOr(const std::string &key, double absent) const; ///< throws EngineError where it is none
    int countOr(const std::string &key, int absent) const; ///< a whole number of 0 or more; throws EngineError where it is none
    bool flagOr(const std::string &key, bool absent) const; ///< throws EngineError where it is none

    /// A number, or a list of one number a layer that are all the same; null where the key is absent. Throws EngineError where they differ.
    nlohmann::json ofAllLayers(const std::string &key) const;

    /// One whole number for each of the first @p nLayers layers, whether the file says one for all or a list. Throws EngineError where it
    /// says neither.
    std::vector<int> ofEachLayer(const std::string &key, int nLayers) const;

    const TensorView *tensor(const std::string &name) const { return m_checkpoint.find(name); } ///< null where there is none
    bool hasTensor(const std::string &name) const { return tensor(name) != nullptr; }

    /// Numbers of a tensor in float32; empty where it is absent. Throws EngineError where it has another type.
    std::vector<float> numbersOf(const std::string &name) const;

    /// The tensor @p name ("attn_q.bias") of the first layer that has the tensor @p mark; null where that layer has none, or no layer the
    /// mark.
    const TensorView *ofFirstWith(const std::string &mark, const std::string &name) const;

    /// Whether layers with heads have the tensor @p name ("attn_q.bias").
    bool attends(const std::string &name) const { return ofFirstWith("attn_output.weight", name) != nullptr; }

    /// Throws EngineError where nobody asked for a key of the architecture that may change what a text's numbers are.
    void refuseUnreadKeys() const;

    [[noreturn]] void refuse(const std::string &key, const Sentence &expected) const;

private:
    const Checkpoint &m_checkpoint;
    const GgufFile &m_file;
    std::string m_architecture;
    mutable std::set<std::string> m_read;
};

} // namespace needlescope
