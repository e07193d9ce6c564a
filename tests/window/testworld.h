// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/enginecommand.h"
#include "session/library.h"

#include <QTemporaryDir>

namespace needlescope {

/// What a real window finds beside it: a model that retrieves, needles, a text, a finished run. The shipped demo where it is in the tree,
/// else the oracle's model in the same places.
class TestWorld
{
public:
    TestWorld();

    /// Empty: all is well; else why the test is skipped.
    const QString &missing() const { return m_missing; }
    Library library() const;
    /// A needle that the model finds.
    const PromptRequest &request() const { return m_request; }
    /// Folder for what the test writes.
    QString scratch(const QString &name) const { return m_folder.filePath(name); }
    QString modelDirectory() const;

    static EngineCommand engine();

private:
    void useShipped();
    void useOracle();

    QTemporaryDir m_folder;
    QString m_resources;
    QString m_missing;
    PromptRequest m_request;
};

} // namespace needlescope
