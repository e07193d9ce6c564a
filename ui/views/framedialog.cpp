// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/framedialog.h"

#include "language/enginetext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace needlescope {

namespace {

bool isWhole(const PromptFrame &frame)
{
    return frame.pattern.find("{context}") != std::string::npos && frame.pattern.find("{question}") != std::string::npos;
}

} // namespace

FrameDialog::FrameDialog(const PromptFrame &current, const ChosenFrame &offered, QWidget *parent)
    : QDialog(parent)
    , m_chat(offered.frame)
    , m_own(current)
    , m_kind(new QComboBox(this))
    , m_pattern(new QPlainTextEdit(this))
    , m_addsSpecialTokens(new QCheckBox(tr("The tokenizer puts its &special tokens around (BOS)"), this))
    , m_hint(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Prompt frame"));
    m_pattern->setAccessibleName(windowTitle());
    m_own.chatTemplate.clear();
    m_kind->setObjectName(QStringLiteral("frameKind"));
    m_kind->addItem(tr("Prompt of base models"), Base);
    if (!m_chat.chatTemplate.empty())
        m_kind->addItem(tr("The model's chat template (%1)").arg(QString::fromStdString(m_chat.chatTemplate)), Chat);
    m_kind->addItem(tr("Own frame"), Own);
    m_pattern->setObjectName(QStringLiteral("framePattern"));
    m_pattern->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_pattern->setTabChangesFocus(true);
    setUpLayout(engineText(offered.note));

    const Kind kind = current == PromptFrame() ? Base : current == m_chat ? Chat : Own;
    m_kind->setCurrentIndex(m_kind->findData(kind));
    showFrame(current);
    connect(m_kind, &QComboBox::activated, this, &FrameDialog::chooseKind);
    connect(m_pattern, &QPlainTextEdit::textChanged, this, &FrameDialog::edited);
    connect(m_addsSpecialTokens, &QCheckBox::toggled, this, &FrameDialog::edited);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void FrameDialog::setUpLayout(const QString &note)
{
    auto *layout = new QVBoxLayout(this);
    if (!note.isEmpty()) {
        auto *label = new QLabel(note, this);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    m_hint->setText(tr("{context} is the book with the needle, {question} the question."));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_kind);
    layout->addWidget(m_pattern, 1);
    layout->addWidget(m_hint);
    layout->addWidget(m_addsSpecialTokens);
    layout->addWidget(m_buttons);
    resize(40 * fontMetrics().height(), 24 * fontMetrics().height());
}

void FrameDialog::chooseKind()
{
    switch (m_kind->currentData().toInt()) {
    case Base:
        return showFrame({});
    case Chat:
        return showFrame(m_chat);
    default:
        return showFrame(m_own);
    }
}

void FrameDialog::showFrame(const PromptFrame &frame)
{
    const QSignalBlocker quietPattern(m_pattern);
    const QSignalBlocker quietTokens(m_addsSpecialTokens);
    m_pattern->setPlainText(QString::fromStdString(frame.pattern));
    m_addsSpecialTokens->setChecked(frame.addsSpecialTokens);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(isWhole(frame));
}

/// What somebody changes is theirs.
void FrameDialog::edited()
{
    m_own = {m_pattern->toPlainText().toStdString(), {}, m_addsSpecialTokens->isChecked()};
    m_kind->setCurrentIndex(m_kind->findData(Own));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(isWhole(m_own));
}

PromptFrame FrameDialog::frame() const
{
    switch (m_kind->currentData().toInt()) {
    case Base:
        return {};
    case Chat:
        return m_chat;
    default:
        return m_own;
    }
}

} // namespace needlescope
