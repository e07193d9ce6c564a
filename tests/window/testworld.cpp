// SPDX-License-Identifier: GPL-3.0-or-later
#include "testworld.h"

#include <QFile>

namespace needlescope {

namespace {

const QString resources = QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources");

} // namespace

TestWorld::TestWorld()
{
    qputenv("NEEDLESCOPE_RESOURCES", resources.toUtf8());
    qputenv("NEEDLESCOPE_RUNS", scratch(QStringLiteral("runs")).toUtf8());
}

Library TestWorld::library() const
{
    return Library(resources.toStdString());
}

QString TestWorld::modelDirectory() const
{
    return resources + QStringLiteral("/models/demo");
}

QString TestWorld::write(const QString &name, const QByteArray &text) const
{
    QFile file(scratch(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

QByteArray TestWorld::read(const QString &path) const
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

EngineCommand TestWorld::engine()
{
    return {QStringLiteral(NEEDLESCOPE_CLI), {QStringLiteral("serve")}};
}

StudyRequest smallStudy(const Library &library, StudyKind kind)
{
    StudyRequest study;
    study.kind = kind;
    study.tasks.needles = library.needles();
    study.tasks.needles.resize(2);
    study.tasks.haystacks = {library.haystack(library.haystacks().first())};
    study.tasks.lengths = {160};
    study.tasks.depths = {0, 100};
    study.decoding.maxTokens = 24;
    return study;
}

} // namespace needlescope
