// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/studyview.h"

#include "figures/changetext.h"
#include "figures/studyfigures.h"
#include "language/enginetext.h"
#include "language/language.h"
#include "measures/studies/kind.h"
#include "views/figureview.h"
#include "views/progresswords.h"
#include "views/summarytablemodel.h"
#include "views/tablewords.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include <chrono>

namespace needlescope {

namespace {

constexpr std::chrono::milliseconds refreshInterval{200};

/// "Masking curve of demo, 34 of 252 samples"
QString titleOf(const StudySummary &summary)
{
    const QString kind = engineWord(infoOf(summary.kind).title);
    const QString model = QString::fromStdString(summary.provenance.modelName);
    QString what = model.isEmpty() ? kind : StudyView::tr("%1 of %2").arg(kind, model);
    if (const QString change = titleChange(summary.provenance); !change.isEmpty())
        what = StudyView::tr("%1, %2").arg(what, change);
    if (summary.provenance.shards > 1)
        return StudyView::tr("%1, %2 of %3 samples in %4 shards")
            .arg(what)
            .arg(summary.nSamples)
            .arg(summary.nPlanned)
            .arg(summary.provenance.shards);
    if (summary.nSamples < summary.nPlanned)
        return StudyView::tr("%1, %2 of %3 samples").arg(what).arg(summary.nSamples).arg(summary.nPlanned);
    return summary.nSamples > 0 ? StudyView::tr("%1, %2").arg(what, samplesText(summary.nSamples)) : what;
}

} // namespace

StudyView::StudyView(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_certainty(new QLabel(this))
    , m_pages(new QTabWidget(this))
    , m_which(new QComboBox(this))
    , m_figure(new FigureView(this))
    , m_rows(new SummaryTableModel(this))
    , m_maps(new QToolButton(this))
    , m_export(new QToolButton(this))
{
    setObjectName(QStringLiteral("studyView"));
    m_title->setObjectName(QStringLiteral("studyTitle"));
    m_title->setWordWrap(true);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_certainty->setObjectName(QStringLiteral("certainty"));
    m_certainty->setWordWrap(true);
    m_certainty->setForegroundRole(QPalette::PlaceholderText);
    m_maps->setObjectName(QStringLiteral("showMap"));
    m_maps->setPopupMode(QToolButton::InstantPopup);
    m_maps->setMenu(new QMenu(m_maps));
    m_export->setObjectName(QStringLiteral("exportStudy"));
    connect(m_export, &QToolButton::clicked, this, &StudyView::exportRequested);
    m_pages->addTab(makeFigurePage(), QString());
    m_pages->addTab(makeTablePage(), QString());
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_maps);
    head->addWidget(m_export);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_certainty);
    m_refreshing.setSingleShot(true);
    m_refreshing.setInterval(refreshInterval);
    connect(&m_refreshing, &QTimer::timeout, this, &StudyView::refresh);
    inEveryLanguage(this, [this] {
        m_maps->setText(tr("Show on head map"));
        m_export->setText(tr("Export..."));
        m_export->setToolTip(tr("Write the figure as SVG, PDF or PNG, or its numbers as CSV or JSON"));
        m_pages->setTabText(0, tr("Figure"));
        m_pages->setTabText(1, tr("Numbers"));
        m_pages->setAccessibleName(tr("Study"));
        m_pages->widget(1)->setAccessibleName(m_pages->tabText(1));
        m_which->setAccessibleName(tr("Which figure"));
        m_figure->setMessage(tr("A study's figure grows here while its samples come.\nChoose a study and start it, or open a run."));
        sayAgain(m_rows);
        refresh();
    });
}

QWidget *StudyView::makeFigurePage()
{
    m_which->setObjectName(QStringLiteral("whichFigure"));
    connect(m_which, &QComboBox::activated, this, &StudyView::showFigure);
    auto *page = new QWidget(m_pages);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_which);
    layout->addWidget(m_figure, 1);
    return page;
}

QWidget *StudyView::makeTablePage()
{
    auto *table = new QTableView(m_pages);
    table->setObjectName(QStringLiteral("summaryRows"));
    auto *sorted = new QSortFilterProxyModel(table);
    sorted->setSourceModel(m_rows);
    sorted->setSortRole(SummaryTableModel::SortRole);
    table->setModel(sorted);
    table->setSortingEnabled(true);
    table->sortByColumn(-1, Qt::AscendingOrder); // in the study's order until somebody sorts
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return table;
}

void StudyView::setSummary(std::shared_ptr<const StudySummary> summary)
{
    const bool isAnother = !summary || !m_summary || summary->kind != m_summary->kind
        || nlohmann::json(summary->provenance) != nlohmann::json(m_summary->provenance);
    m_summary = std::move(summary);
    if (isAnother)
        refresh();
    else if (!m_refreshing.isActive())
        m_refreshing.start();
}

const Figure &StudyView::figure() const
{
    return m_figure->figure();
}

Figure StudyView::figureAnew() const
{
    return m_which->currentIndex() < 0 ? Figure() : figuresOf(*m_summary)[static_cast<std::size_t>(m_which->currentIndex())];
}

void StudyView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void StudyView::refresh()
{
    m_refreshing.stop();
    m_title->setText(m_summary ? titleOf(*m_summary) : tr("No study yet"));
    m_certainty->setText(m_summary ? engineText(m_summary->certainty) : QString());
    m_certainty->setVisible(!m_certainty->text().isEmpty());
    m_rows->setSummary(m_summary);
    m_figures.clear();
    if (m_summary && m_summary->nSamples + static_cast<int>(m_summary->maps.size()) > 0) {
        for (Figure &figure : figuresOf(*m_summary))
            m_figures.push_back(std::move(figure));
    }
    showMaps();
    showFigure();
}

void StudyView::showFigure()
{
    const int chosen = m_which->currentIndex();
    QStringList titles;
    for (const Figure &figure : m_figures)
        titles << figure.title;
    QStringList shown;
    for (int i = 0; i < m_which->count(); ++i)
        shown << m_which->itemText(i);
    if (titles != shown) {
        m_which->clear();
        m_which->addItems(titles);
        m_which->setCurrentIndex(titles.isEmpty() ? -1 : qBound(0, chosen, static_cast<int>(titles.size()) - 1));
    }
    m_which->setVisible(titles.size() > 1);
    const int index = m_which->currentIndex();
    m_figure->setFigure(index < 0 ? Figure() : m_figures[static_cast<std::size_t>(index)]);
    m_export->setEnabled(!m_figure->isEmpty());
}

void StudyView::showMaps()
{
    QMenu *menu = m_maps->menu();
    menu->clear();
    const auto summary = m_summary;
    for (std::size_t i = 0; summary && i < summary->maps.size(); ++i)
        menu->addAction(engineWord(summary->maps[i].measure), this, [this, summary, i] { emit mapRequested(summary->maps[i]); });
    m_maps->setVisible(!menu->isEmpty());
}

} // namespace needlescope
