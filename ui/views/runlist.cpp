// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/runlist.h"

#include "language/language.h"
#include "views/runtablemodel.h"
#include "views/tablewords.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

namespace needlescope {

RunList::RunList(QWidget *parent)
    : QWidget(parent)
    , m_runs(new RunTableModel(this))
    , m_table(new QTableView(this))
    , m_open(new QPushButton(this))
{
    setObjectName(QStringLiteral("runList"));
    m_table->setObjectName(QStringLiteral("runs"));
    m_table->setModel(m_runs);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setAlternatingRowColors(true);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_open->setObjectName(QStringLiteral("openRun"));
    auto *file = new QPushButton(this);
    inEveryLanguage(this, [this, file] {
        m_open->setText(tr("Open run"));
        file->setText(tr("Open file..."));
        file->setToolTip(tr("A run or any file with a score for each head"));
        m_table->setAccessibleName(tr("Runs"));
        sayAgain(m_runs);
    });
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_open);
    buttons->addWidget(file);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);
    connect(m_table, &QTableView::activated, this, &RunList::openChosen);
    connect(m_open, &QPushButton::clicked, this, &RunList::openChosen);
    connect(file, &QPushButton::clicked, this, &RunList::fileRequested);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { setOpenable(m_openable); });
    setOpenable(true);
}

void RunList::setRuns(const std::vector<RunInfo> &runs)
{
    const QModelIndex current = m_table->currentIndex();
    const std::string chosen = current.isValid() ? m_runs->runOf(current.row()).name : std::string();
    m_runs->setRuns(runs);
    for (int row = 0; row < m_runs->rowCount(); ++row) {
        if (m_runs->runOf(row).name == chosen)
            m_table->selectRow(row);
    }
    setOpenable(m_openable);
}

void RunList::setOpenable(bool openable)
{
    m_openable = openable;
    m_open->setEnabled(openable && m_table->selectionModel()->hasSelection());
}

void RunList::openChosen()
{
    const QModelIndex chosen = m_table->currentIndex();
    if (m_openable && chosen.isValid())
        emit openRequested(QString::fromStdString(m_runs->runOf(chosen.row()).name));
}

} // namespace needlescope
