// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensors.h"

#include <QFile>
#include <QtEndian>

#include <stdexcept>

namespace needlescope {

Tensors::Tensors(const std::string &file)
{
    QFile input(QString::fromStdString(file));
    if (!input.open(QIODevice::ReadOnly))
        throw std::runtime_error(file + " is absent");
    const QByteArray all = input.readAll();
    const auto size = static_cast<qsizetype>(qFromLittleEndian<quint64>(all.constData()));
    m_header = nlohmann::json::parse(all.constData() + 8, all.constData() + 8 + size);
    m_data = all.mid(8 + size);
}

QByteArray Tensors::bytesOf(const std::string &name, const char *dtype) const
{
    const auto &entry = m_header.at(name);
    if (entry.at("dtype") != dtype)
        throw std::runtime_error(name + " is of type " + entry.at("dtype").get<std::string>());
    const auto begin = entry.at("data_offsets").at(0).get<qsizetype>();
    return m_data.mid(begin, entry.at("data_offsets").at(1).get<qsizetype>() - begin);
}

} // namespace needlescope
