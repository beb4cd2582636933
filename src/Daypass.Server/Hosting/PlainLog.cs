using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Daypass.Server.Hosting;

/// <summary>
/// One event, one line: time, level, request number, source, message. Line breaks, control characters and direction marks are
/// written as escapes, so nothing typed into a form can forge a line (Q19).
/// </summary>
internal sealed class PlainLog(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "daypass";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.Exception is RefusedToStart)
        {
            return; // told by the command itself, without a stack trace
        }

        var line = new StringBuilder();
        line.Append(clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture));
        line.Append(Level(logEntry.LogLevel)).Append(' ');
        line.Append(RequestNumber.Current ?? "-").Append(' ').Append(logEntry.Category).Append(": ");
        Escape(line, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            line.Append(" | ");
            Escape(line, exception.ToString());
        }

        textWriter.WriteLine(line.ToString());
    }

    internal static void Escape(StringBuilder to, string text)
    {
        foreach (var c in text)
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                to.Append(c);
            }
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "CRITICAL",
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARNING",
        LogLevel.Information => "info",
        _ => "debug",
    };
}
