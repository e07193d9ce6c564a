// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/dropping.h"

#include <QApplication>
#include <QCoreApplication>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace needlescope {

namespace {

struct Dropping
{
    Q_DECLARE_TR_FUNCTIONS(Dropping)
};

QString pathIn(const QMimeData *data)
{
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            return QDir::cleanPath(url.toLocalFile());
    }
    return {};
}

DroppedKind kindOfFolder(const QDir &folder, QString *why)
{
    if (folder.exists(QStringLiteral("config.json")) || !folder.entryList({QStringLiteral("*.gguf")}, QDir::Files).isEmpty())
        return DroppedKind::Model;
    *why = Dropping::tr("'%1' is no model: it has neither a config.json nor a GGUF file; drop the folder that holds them.")
               .arg(QDir::toNativeSeparators(folder.path()));
    return DroppedKind::Nothing;
}

} // namespace

bool isFolderOfShards(const QString &path)
{
    return QDir::cleanPath(path).endsWith(QLatin1String(".shards"));
}

QString modelOfFile(const QString &path)
{
    const QFileInfo file(path);
    const QString suffix = file.suffix().toLower();
    if (suffix == QLatin1String("gguf"))
        return path;
    return suffix == QLatin1String("safetensors") || file.fileName() == QLatin1String("config.json") ? file.path() : QString();
}

DroppedKind kindOfDropped(const QString &path, QString *why)
{
    const QFileInfo file(path);
    const QString suffix = file.suffix().toLower();
    if (isFolderOfShards(path))
        return DroppedKind::Map;
    if (file.isDir())
        return kindOfFolder(QDir(path), why);
    if (!modelOfFile(path).isEmpty())
        return DroppedKind::Model;
    if (suffix == QLatin1String("nscope"))
        return DroppedKind::Session;
    if (suffix == QLatin1String("txt") || suffix == QLatin1String("md"))
        return DroppedKind::Text;
    if (QStringList{QStringLiteral("needle"), QStringLiteral("json"), QStringLiteral("tsv"), QStringLiteral("yaml"), QStringLiteral("yml"),
            QStringLiteral("csv")}
            .contains(suffix))
        return DroppedKind::Map;
    *why = Dropping::tr(
        "'%1' is nothing that can be opened here; drop a model's folder, a GGUF file, a run (.needle), a score file (.json, .tsv, "
        ".yaml, .csv), a session (.nscope) or a text (.txt, .md).")
               .arg(QDir::toNativeSeparators(path));
    return DroppedKind::Nothing;
}

DropTarget::DropTarget(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    window->setAcceptDrops(true);
    qApp->installEventFilter(this); // text fields would take a file's address as text
}

bool DropTarget::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDrag = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove || event->type() == QEvent::Drop;
    const auto *widget = isDrag ? qobject_cast<const QWidget *>(watched) : nullptr;
    if (!widget || widget->window() != m_window)
        return false;
    auto *drop = static_cast<QDropEvent *>(event);
    const QString path = pathIn(drop->mimeData());
    if (path.isEmpty())
        return false;
    drop->acceptProposedAction();
    if (event->type() == QEvent::Drop)
        emit dropped(path);
    return true;
}

} // namespace needlescope
