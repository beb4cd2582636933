namespace Daypass.Domain.Tests;

/// <summary>Text as nobody types it: any UTF-16 unit, halves of surrogate pairs and noncharacters among them, beside plain letters and digits.</summary>
internal static class AnyText
{
    public const int Times = 20_000;

    public static readonly Gen<string> Gen = CsCheck.Gen.OneOf(
        CsCheck.Gen.Char['\0', '\uFFFF'], CsCheck.Gen.Char['\0', '\u007F'], CsCheck.Gen.Char['\u2000', '\u206F'], CsCheck.Gen.Char['\uD800', '\uDFFF'], CsCheck.Gen.Char['\uFDD0', '\uFDEF'], CsCheck.Gen.Char['\uFFF0', '\uFFFF'])
        .Array[0, 24].Select(units => new string(units));
}
