using System.Text;

namespace Daypass.Domain;

// Q10, Q19: code points that Unicode will never assign. .NET refuses to normalise text with U+FFFE in it, by an exception;
// what somebody types must not become one.

internal static class Noncharacters
{
    public static bool Has(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
}
