// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/preferences.h"

#include "api/modelinfo.h"
#include "engineclient/sshaddress.h"
#include "figures/plotlook.h"
#include "language/language.h"
#include "window/recent.h"
#include "window/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

namespace needlescope {

namespace {

constexpr auto fontSizeKey = "look/fontSize";
constexpr auto themeKey = "look/theme";
constexpr auto deviceKey = "engine/device";
constexpr auto runsKey = "engine/runs";
constexpr auto hubKey = "engine/hub";
constexpr auto languageKey = "look/language";
constexpr auto englishFiguresKey = "export/english";
constexpr int smallestFont = 7; // points

/// The environment that the program was started with says what is usual.
void setFolder(const char *variable, const QString &folder)
{
    static const QByteArray usualRuns = qgetenv("NEEDLESCOPE_RUNS");
    static const QByteArray usualHub = qgetenv("HF_HOME");
    const QByteArray usual = qstrcmp(variable, "HF_HOME") == 0 ? usualHub : usualRuns;
    const QByteArray wanted = folder.isEmpty() ? usual : folder.toUtf8();
    if (wanted.isEmpty())
        qunsetenv(variable);
    else
        qputenv(variable, wanted);
}

/// A machine with a graphics card is told so once, and the laptop beside it the contrary.
QString deviceKeyOf(const QString &machine)
{
    return settingOf(QString::fromLatin1(deviceKey), machine);
}

} // namespace

Preferences Preferences::load(const QString &machine)
{
    const QSettings settings;
    return {settings.value(fontSizeKey).toInt(), settings.value(themeKey).toString(), settings.value(deviceKeyOf(machine)).toString(),
        settings.value(runsKey).toString(), settings.value(hubKey).toString(), settings.value(languageKey).toString(),
        settings.value(englishFiguresKey).toBool(), machine};
}

void Preferences::save() const
{
    QSettings settings;
    settings.setValue(fontSizeKey, fontSize);
    settings.setValue(themeKey, theme);
    settings.setValue(deviceKeyOf(machine), device);
    settings.setValue(runsKey, runs);
    settings.setValue(hubKey, hub);
    settings.setValue(languageKey, language);
    settings.setValue(englishFiguresKey, englishFigures);
}

QString Preferences::apply() const
{
    static const QFont usual = withChinese(QApplication::font());
    static const QPalette usualPalette = QApplication::palette();
    QFont font = usual;
    if (fontSize >= smallestFont)
        font.setPointSize(fontSize);
    if (font != QApplication::font())
        QApplication::setFont(font);
    if (const QPalette palette = theme.isEmpty() ? usualPalette : paletteOfTheme(theme); palette != QApplication::palette())
        QApplication::setPalette(palette);
    setFolder("NEEDLESCOPE_RUNS", runs);
    setFolder("HF_HOME", hub);
    QString problem = speak(language);
    for (QWidget *window : QApplication::topLevelWidgets())
        window->setLocale(QLocale());
    return problem;
}

PreferencesDialog::PreferencesDialog(const Preferences &preferences, QWidget *parent)
    : QDialog(parent)
    , m_rows(new QFormLayout)
    , m_fontSize(new QSpinBox(this))
    , m_theme(new QComboBox(this))
    , m_machine(preferences.machine)
    , m_device(new QComboBox(this))
    , m_runs(new QLineEdit(preferences.runs, this))
    , m_hub(new QLineEdit(preferences.hub, this))
    , m_language(new QComboBox(this))
    , m_englishFigures(new QCheckBox(tr("&English in exported figures"), this))
{
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    m_fontSize->setObjectName(QStringLiteral("fontSize"));
    m_fontSize->setRange(smallestFont - 1, 40);
    m_fontSize->setSpecialValueText(tr("as the desktop"));
    m_fontSize->setSuffix(tr(" pt"));
    m_fontSize->setValue(preferences.fontSize);
    m_theme->setObjectName(QStringLiteral("theme"));
    m_theme->addItem(tr("as the desktop"), QString());
    m_theme->addItem(tr("light"), QStringLiteral("light"));
    m_theme->addItem(tr("dark"), QStringLiteral("dark"));
    m_theme->setCurrentIndex(std::max(0, m_theme->findData(preferences.theme)));
    m_language->setObjectName(QStringLiteral("language"));
    m_language->addItem(tr("as the desktop"), QString());
    for (const Language &known : languages())
        m_language->addItem(known.name, known.code);
    m_language->setCurrentIndex(std::max(0, m_language->findData(preferences.language)));
    m_englishFigures->setObjectName(QStringLiteral("englishFigures"));
    m_englishFigures->setChecked(preferences.englishFigures);
    m_device->setObjectName(QStringLiteral("device"));
    m_device->addItem(tr("what is there: a graphics card, else the processor"), QString());
    m_device->addItem(tr("processor (cpu)"), QStringLiteral("cpu"));
    m_device->addItem(tr("processor, rounded to bf16: faster, three digits (cpu-bf16)"), QString::fromUtf8(roundingDevice));
    m_device->addItem(tr("graphics card (cuda)"), QStringLiteral("cuda"));
    m_device->setCurrentIndex(std::max(0, m_device->findData(preferences.device)));
    m_runs->setObjectName(QStringLiteral("runsFolder"));
    m_runs->setPlaceholderText(tr("~/.local/share/needlescope/runs"));
    m_hub->setObjectName(QStringLiteral("hubFolder"));
    m_hub->setPlaceholderText(tr("~/.cache/huggingface"));
    addRow(tr("&Language"), m_language);
    addRow(QString(), m_englishFigures);
    addRow(tr("&Font size"), m_fontSize);
    addRow(tr("&Theme"), m_theme);
    addRow(m_machine.isEmpty() ? tr("&Models run on") : tr("&Models on %1 run on").arg(SshAddress::parse(m_machine).machine()), m_device);
    addRow(tr("Folder of &runs"), m_runs);
    addRow(tr("Folder of the &Hugging Face cache"), m_hub);
    auto *note = new QLabel(tr("The device is of models opened from now on; the folders are of engines started from now on."), this);
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(m_rows);
    layout->addWidget(note);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(34 * fontMetrics().height(), sizeHint().height());
}

Preferences PreferencesDialog::preferences() const
{
    return {m_fontSize->value() < smallestFont ? 0 : m_fontSize->value(), m_theme->currentData().toString(),
        m_device->currentData().toString(), m_runs->text().trimmed(), m_hub->text().trimmed(), m_language->currentData().toString(),
        m_englishFigures->isChecked(), m_machine};
}

void PreferencesDialog::addRow(const QString &label, QWidget *field)
{
    if (const int n = m_rows->rowCount(); n > 0)
        setTabOrder(m_rows->itemAt(n - 1, QFormLayout::FieldRole)->widget(), field);
    m_rows->addRow(label, field);
}

} // namespace needlescope
