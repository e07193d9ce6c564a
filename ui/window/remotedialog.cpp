// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/remotedialog.h"

#include "api/engineerror.h"
#include "language/enginetext.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace needlescope {

namespace {

/// What stands in the field: the address without what the other field says.
QString machineText(SshAddress address)
{
    address.program.clear();
    return address.toString().mid(QStringLiteral("ssh://").size());
}

} // namespace

RemoteDialog::RemoteDialog(const QStringList &recent, QWidget *parent)
    : QDialog(parent)
    , m_machine(new QComboBox(this))
    , m_program(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_connect(nullptr)
{
    setObjectName(QStringLiteral("remoteEngine"));
    setWindowTitle(tr("Remote engine"));
    setUpLayout();
    for (const QString &text : recent) {
        try {
            m_machine->addItem(machineText(SshAddress::parse(text)), text);
        } catch (const EngineError &) {
            continue; // of a settings file that somebody edited
        }
    }
    m_machine->setCurrentIndex(m_machine->count() > 0 ? 0 : -1);
    choose(m_machine->currentIndex());
    connect(m_machine, &QComboBox::activated, this, &RemoteDialog::choose);
    connect(m_machine, &QComboBox::editTextChanged, this, &RemoteDialog::edited);
    m_machine->lineEdit()->selectAll();
    m_machine->setFocus();
    edited();
}

void RemoteDialog::setUpLayout()
{
    m_machine->setObjectName(QStringLiteral("machineName"));
    m_machine->setEditable(true);
    m_machine->setInsertPolicy(QComboBox::NoInsert);
    m_machine->lineEdit()->setPlaceholderText(tr("user@host:port, or a name from ~/.ssh/config"));
    m_program->setObjectName(QStringLiteral("machineProgram"));
    m_program->setPlaceholderText(tr("needlescope-cli, found by itself"));
    m_problem->setObjectName(QStringLiteral("machineProblem"));
    auto *what = new QLabel(tr("The engine runs on that machine, with its models, its runs and its devices; the window stays here. This "
                               "computer's ssh connects, with its keys, agent and configuration. Needlescope has to be installed there."),
        this);
    for (QLabel *label : {what, m_problem})
        label->setWordWrap(true);
    auto *form = new QFormLayout;
    form->addRow(tr("&Machine"), m_machine);
    form->addRow(tr("&Program there"), m_program);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_connect = buttons->addButton(tr("&Connect"), QDialogButtonBox::AcceptRole);
    m_connect->setObjectName(QStringLiteral("machineConnect"));
    m_connect->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(what);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(34 * fontMetrics().height(), sizeHint().height());
}

SshAddress RemoteDialog::address() const
{
    SshAddress address = SshAddress::parse(m_machine->currentText().trimmed());
    if (const QString program = m_program->text().trimmed(); !program.isEmpty())
        address.program = program;
    return address;
}

/// With the program that was found there before.
void RemoteDialog::choose(int row)
{
    if (row >= 0)
        m_program->setText(SshAddress::parse(m_machine->itemData(row).toString()).program);
}

void RemoteDialog::edited()
{
    const bool empty = m_machine->currentText().trimmed().isEmpty();
    QString problem;
    try {
        if (!empty)
            address();
    } catch (const EngineError &error) {
        problem = engineText(error.sentence());
    }
    m_problem->setText(problem);
    m_connect->setEnabled(!empty && problem.isEmpty());
}

} // namespace needlescope
