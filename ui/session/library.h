// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <vector>

namespace needlescope {

/// What is shipped beside the program: models, haystacks, needles, finished runs. Reads the folder given at each call.
class Library
{
public:
    explicit Library(std::filesystem::path directory);

    /// Names of the shipped models, the demo first.
    QStringList models() const;
    /// Names of the shipped haystacks: their paths without suffix, `demo/tides`.
    QStringList haystacks() const;
    /// Throws EngineError.
    Haystack haystack(const QString &name) const;
    /// The needles of a detection. Throws EngineError.
    std::vector<Needle> needles() const;
    /// The paper's own needle, in the middle of 512 tokens of the first haystack. Throws EngineError.
    PromptRequest firstPrompt() const;
    /// The finished detection shipped with @p model; empty where there is none.
    QString runOf(const QString &model) const;

private:
    std::filesystem::path m_directory;
};

/// A UTF-8 text file as a haystack that is named after it. Throws EngineError.
Haystack readHaystack(const QString &path);

} // namespace needlescope
