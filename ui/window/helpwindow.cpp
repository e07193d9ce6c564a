// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/helpwindow.h"

#include "language/language.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace needlescope {

namespace {

QString rowOf(const QAction &action)
{
    return QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
        .arg(action.shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
            (action.statusTip().isEmpty() ? action.iconText() : action.statusTip()).toHtmlEscaped());
}

} // namespace

HelpWindow::HelpWindow(const QString &page, const std::vector<QAction *> &keys, QWidget *parent)
    : QDialog(parent)
    , m_text(new QTextBrowser(this))
{
    setObjectName(QStringLiteral("help"));
    m_text->setObjectName(QStringLiteral("helpText"));
    m_text->setOpenExternalLinks(true);
    m_text->setSearchPaths({QFileInfo(page).absolutePath()});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    const int em = fontMetrics().height();
    resize(48 * em, 40 * em);
    inEveryLanguage(this, [this, page, keys] {
        setWindowTitle(tr("Help"));
        m_text->setAccessibleName(windowTitle());
        showPage(page, keys);
    });
}

/// There may be a translation beside @p page: index_zh_CN.html beside index.html.
QString HelpWindow::translationOf(const QString &page)
{
    const QFileInfo file(page);
    const QString translation = file.dir().filePath(QStringLiteral("%1_%2.%3").arg(file.baseName(), spokenLanguage(), file.suffix()));
    return QFileInfo::exists(translation) ? translation : page;
}

void HelpWindow::showPage(const QString &page, const std::vector<QAction *> &keys)
{
    QFile file(translationOf(page));
    if (!file.open(QIODevice::ReadOnly)) {
        m_text->setPlainText(tr("The help page '%1' cannot be read (%2); install the program's resources again.")
                                 .arg(QDir::toNativeSeparators(page), file.errorString()));
        return;
    }
    QString rows;
    for (const QAction *action : keys)
        rows += rowOf(*action);
    QString html = QString::fromUtf8(file.readAll());
    m_text->setHtml(html.replace(QStringLiteral("<!-- keys -->"), QStringLiteral("<table>%1</table>").arg(rows)));
}

} // namespace needlescope
