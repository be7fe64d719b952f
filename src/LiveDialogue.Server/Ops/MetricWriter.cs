using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Ops;

/// <summary>Writes Prometheus' text format 0.0.4. All samples of one name must follow each other.</summary>
public sealed class MetricWriter
{
    private readonly StringBuilder _text = new();
    private string _last = "";

    /// <param name="name">Ends in <c>_total</c>; units in the name: seconds, bytes.</param>
    /// <param name="label">Name and value, where one name has several samples.</param>
    public void Counter(string name, string help, double value, (string Name, string Value)? label = null) => Write(name, help, "counter", value, label);

    public void Gauge(string name, string help, double value, (string Name, string Value)? label = null) => Write(name, help, "gauge", value, label);

    public override string ToString() => _text.ToString();

    private void Write(string name, string help, string type, double value, (string Name, string Value)? label)
    {
        if (name != _last)
        {
            _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            _last = name;
        }
        _text.Append(name);
        if (label is { } l)
        {
            var escaped = l.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            _text.Append('{').Append(l.Name).Append("=\"").Append(escaped).Append("\"}");
        }
        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
