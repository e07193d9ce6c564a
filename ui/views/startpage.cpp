// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/startpage.h"

#include "language/language.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace needlescope {

namespace {

enum Kind { Model, Run, SessionFile };

constexpr int kindRole = Qt::UserRole; ///< Kind as int
constexpr int nameRole = Qt::UserRole + 1; ///< what opens it

void add(QListWidget *list, Kind kind, const QString &name, const QString &text, const QString &tip)
{
    auto *item = new QListWidgetItem(text, list);
    item->setSizeHint({0, 2 * list->fontMetrics().height()});
    item->setData(kindRole, kind);
    item->setData(nameRole, name);
    item->setToolTip(tip);
}

/// In place of entries.
void addNote(QListWidget *list, const QString &text)
{
    auto *item = new QListWidgetItem(text, list);
    item->setFlags(Qt::NoItemFlags);
    item->setSizeHint({0, 4 * list->fontMetrics().height()});
}

QString sizeText(const CatalogModel &model)
{
    QStringList parts{QString::fromStdString(model.name)};
    if (model.nLayers > 0 && model.nHeads > 0)
        parts << StartPage::tr("%1 × %2 heads").arg(model.nLayers).arg(model.nHeads);
    if (model.weightBytes > 0)
        parts << QLocale().formattedDataSize(model.weightBytes, 0, QLocale::DataSizeSIFormat);
    return parts.join(QStringLiteral("  ·  "));
}

/// The end of a path tells more than its beginning.
QString shortName(const QString &name)
{
    return name.contains(QLatin1Char('/')) && QFileInfo::exists(name) ? QFileInfo(name).fileName() : name;
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_lists(new QHBoxLayout)
    , m_buttons(new QHBoxLayout)
    , m_demos(addList(QStringLiteral("demoModels"), QT_TR_NOOP("Try it: models that come with the program")))
    , m_recent(addList(QStringLiteral("recent"), QT_TR_NOOP("Go on: models, runs and sessions of before")))
    , m_others(addList(QStringLiteral("otherModels"), QT_TR_NOOP("Your models on the engine's computer")))
{
    setObjectName(QStringLiteral("startPage"));
    auto *title = new QLabel(QStringLiteral("Needlescope"), this);
    QFont large = title->font();
    large.setPointSizeF(2 * large.pointSizeF());
    title->setFont(large);
    auto *what = new QLabel(this);
    what->setWordWrap(true);
    auto *drop = new QLabel(this);
    inEveryLanguage(this, [what, drop] {
        what->setText(
            tr("Find the few attention heads that copy facts out of a text, see what they look at, switch them off, and watch the "
               "answer become an invention."));
        drop->setText(tr("Or drop a model's folder, a GGUF file, a run, a score file, a session or a text anywhere on this window."));
    });
    drop->setWordWrap(true);
    drop->setForegroundRole(QPalette::PlaceholderText);
    const int em = fontMetrics().height();
    auto *page = new QWidget(this);
    page->setMaximumSize(110 * em, 60 * em); // a screen may be larger than a page
    auto *around = new QHBoxLayout(this);
    around->addWidget(page);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(2 * em, em, 2 * em, em);
    layout->setSpacing(em);
    layout->addWidget(title);
    layout->addWidget(what);
    layout->addLayout(m_lists, 1);
    layout->addLayout(m_buttons);
    layout->addWidget(drop);
}

QListWidget *StartPage::addList(const QString &name, const char *title)
{
    auto *list = new QListWidget(this);
    list->setObjectName(name);
    list->setAlternatingRowColors(true);
    list->setWordWrap(true);
    list->setCursor(Qt::PointingHandCursor);
    auto *label = new QLabel(this);
    inEveryLanguage(list, [list, label, title] {
        list->setAccessibleName(tr(title));
        label->setText(QStringLiteral("<b>%1</b>").arg(tr(title)));
    });
    label->setWordWrap(true);
    auto *column = new QVBoxLayout;
    column->addWidget(label);
    column->addWidget(list, 1);
    m_lists->addLayout(column, 1);
    connect(list, &QListWidget::itemClicked, this, [this, list](QListWidgetItem *item) { open(list, list->row(item)); });
    connect(list, &QListWidget::itemActivated, this, [this, list](QListWidgetItem *item) {
        if (list->hasFocus() && !list->underMouse()) // a click has opened it
            open(list, list->row(item));
    });
    return list;
}

void StartPage::open(const QListWidget *list, int row)
{
    const QListWidgetItem *item = list->item(row);
    if (!(item->flags() & Qt::ItemIsEnabled))
        return;
    const QString name = item->data(nameRole).toString();
    switch (item->data(kindRole).toInt()) {
    case Model:
        emit modelChosen(name);
        break;
    case Run:
        emit runChosen(name);
        break;
    case SessionFile:
        emit sessionChosen(name);
        break;
    }
}

void StartPage::setModels(const std::vector<CatalogModel> &models, const QStringList &shipped)
{
    m_demos->clear();
    m_others->clear();
    if (models.empty()) {
        for (const QString &name : shipped)
            add(m_demos, Model, name, name, {});
    }
    for (const CatalogModel &model : models) {
        if (model.state == ModelState::Complete)
            add(model.origin == ModelOrigin::Shipped ? m_demos : m_others, Model, QString::fromStdString(model.name), sizeText(model),
                QString::fromStdString(model.directory));
    }
    if (m_others->count() == 0)
        addNote(m_others,
            tr("None found. GGUF files and Hugging Face folders in ~/.local/share/needlescope/models stand here, and what other programs "
               "have fetched."));
}

void StartPage::setRecent(const QStringList &models, const QStringList &runs, const QStringList &sessions)
{
    m_recent->clear();
    for (const QString &session : sessions)
        add(m_recent, SessionFile, session, tr("Session: %1").arg(shortName(session)), session);
    for (const QString &model : models)
        add(m_recent, Model, model, shortName(model), model);
    for (const QString &run : runs)
        add(m_recent, Run, run, tr("Run: %1").arg(shortName(run)), run);
    if (m_recent->count() == 0)
        addNote(m_recent, tr("Nothing yet: what you open stands here the next time."));
}

void StartPage::setActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        m_buttons->addWidget(button);
    }
    m_buttons->addStretch(1);
}

} // namespace needlescope
