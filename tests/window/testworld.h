// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/enginecommand.h"
#include "session/library.h"

#include <QTemporaryDir>

namespace needlescope {

/// What a real window finds beside it: the shipped models, needles and texts, and a folder of runs of its own.
class TestWorld
{
public:
    TestWorld();

    Library library() const;
    /// A needle that the model finds.
    PromptRequest request() const { return library().firstPrompt(); }
    /// Where what the test writes goes.
    QString scratch(const QString &name) const { return m_folder.filePath(name); }
    QString modelDirectory() const;
    /// A file of @p text in scratch().
    QString write(const QString &name, const QByteArray &text) const;
    QByteArray read(const QString &path) const;

    static EngineCommand engine();

private:
    QTemporaryDir m_folder;
};

/// Two of the shipped needles at two depths of 160 tokens, with short answers: as little as makes a study.
StudyRequest smallStudy(const Library &library, StudyKind kind = StudyKind::Detect);

} // namespace needlescope
