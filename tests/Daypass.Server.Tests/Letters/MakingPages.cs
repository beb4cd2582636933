using System.Diagnostics;
using BitMiracle.LibTiff.Classic;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Rendering;
using Daypass.Server.Storage.Model;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>H3: a letter's pages, made in a process that may not do much.</summary>
public class MakingPages
{
    [Fact]
    public async Task A_PDF_becomes_pages()
    {
        var pages = await Pages(LetterType.Pdf, AFile.Pdf(pages: 12));
        Assert.Equal(Enumerable.Range(1, 12), pages.Select(x => x.Number));
        Assert.All(pages, x => Assert.Equal((1555, RenderLimits.Side), (x.Width, x.Height)));
        Assert.True(Darkness(pages[0]) > 0, "the text is not to be seen");
    }

    [Fact]
    public async Task A_fax_of_several_pages_becomes_pages()
    {
        foreach (var compression in (Compression[])[Compression.CCITTFAX3, Compression.CCITTFAX4])
        {
            var pages = await Pages(LetterType.Tiff, AFile.Tiff(pages: 5, compression: compression));
            Assert.Equal(5, pages.Count);
            Assert.All(pages, x => Assert.Equal(0.5, Darkness(x), 0.02));
        }
    }

    [Fact]
    public async Task A_fax_in_standard_resolution_is_not_squashed()
    {
        var page = Assert.Single(await Pages(LetterType.Tiff, AFile.Tiff(height: 1100, down: 98)));
        Assert.Equal(1728.0 / (1100 * 204.0 / 98), page.Width / (double)page.Height, 0.01);
    }

    [Fact]
    public async Task An_image_becomes_a_page_that_is_not_the_file_sent()
    {
        foreach (var (type, file) in new[] { (LetterType.Png, AFile.Png()), (LetterType.Jpeg, AFile.Jpeg()) })
        {
            var page = Assert.Single(await Pages(type, file));
            Assert.Equal((300, 400), (page.Width, page.Height));
            Assert.NotEqual(file, page.Png);
            Assert.Equal(0.5, Darkness(page), 0.15);
        }
    }

    [Fact]
    public async Task A_large_scan_is_made_smaller()
    {
        var page = Assert.Single(await Pages(LetterType.Png, AFile.Png(7016, 9921)));
        Assert.Equal(RenderLimits.Side, page.Height);
        page = Assert.Single(await Pages(LetterType.Tiff, AFile.Tiff(width: 7016, height: 9921)));
        Assert.InRange(page.Height, RenderLimits.Side - 1, RenderLimits.Side);
    }

    [Fact]
    public async Task A_photograph_is_turned_the_way_the_phone_was_held()
    {
        var page = Assert.Single(await Pages(LetterType.Jpeg, AFile.TurnedJpeg()));
        Assert.Equal((300, 400), (page.Width, page.Height));
        using var image = SKBitmap.Decode(page.Png);
        // The upper half was dark; turned to the right, it is the right half.
        Assert.True(image.GetPixel(280, 200).Red < 100 && image.GetPixel(20, 200).Red > 200);
    }

    [Fact]
    public async Task A_file_that_only_begins_well_gives_a_reason()
    {
        Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Pdf, "%PDF-1.4\nnothing\n%%EOF"u8.ToArray()));
        Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Png, AFile.Png()[..200]));
        Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Jpeg, AFile.Jpeg()[..600]));
        Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Tiff, AFile.Tiff()[..100]));
        Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Png, AFile.Jpeg()));
        Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Tiff, []));
    }

    [Fact]
    public async Task More_pages_than_are_shown_give_a_reason() =>
        Assert.Equal(LetterProblem.TooManyPages, await Problem(LetterType.Pdf, AFile.Pdf(pages: 1000, size: "0 0 20 20")));

    [Fact]
    public async Task A_page_as_large_as_a_field_is_made_as_large_as_a_page()
    {
        var page = Assert.Single(await Pages(LetterType.Pdf, AFile.Pdf(size: "0 0 200000 200000")));
        Assert.Equal((RenderLimits.Side, RenderLimits.Side), (page.Width, page.Height));
    }

    [Fact]
    public async Task A_PDF_that_draws_without_end_is_stopped()
    {
        var hard = AFile.Pdf(content: AFile.Deflated([.. Enumerable.Repeat("0 0 m 595 842 300 0 595 0 c S q 1 0 0 1 1 1 cm "u8.ToArray(), 400_000).SelectMany(x => x)]),
            dictionary: "/Filter /FlateDecode");
        var watch = Stopwatch.StartNew();
        Assert.Equal(LetterProblem.TooSlow, await Problem(LetterType.Pdf, hard, new RenderLimits { Time = TimeSpan.FromSeconds(2), Processor = TimeSpan.FromSeconds(1) }));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task A_program_that_only_waits_is_stopped_and_what_it_started_too()
    {
        var mark = Path.GetTempFileName();
        using var hanging = new AProgram($"echo $$ >{mark}; sleep 1234 & wait");
        Assert.Equal(LetterProblem.TooSlow, await Problem(LetterType.Pdf, AFile.Pdf(), new RenderLimits { Time = TimeSpan.FromSeconds(1) }, hanging));
        var commands = $"/proc/{(await File.ReadAllTextAsync(mark)).Trim()}/cmdline";
        for (var tries = 0; tries < 50 && IsAlive(); tries++)
        {
            await Task.Delay(100);
        }

        Assert.False(IsAlive());
        File.Delete(mark);

        // One that nobody has asked for its end yet still has a folder there, but no command.
        bool IsAlive()
        {
            try
            {
                return File.ReadAllText(commands).Length > 0;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Memory_is_limited_for_both_programs()
    {
        Assert.Equal(LetterProblem.TooMuchMemory, await Problem(LetterType.Pdf, AFile.PdfOfManyLayers()));

        using var eater = new AProgram("exec head -c 3000000000 /dev/zero | tail -c 2999999999 >/dev/null; exit ${PIPESTATUS[1]}");
        Assert.NotNull(await Problem(LetterType.Pdf, AFile.Pdf(), Patient with { Memory = 200L * 1024 * 1024 }, eater));

        Assert.Equal(LetterProblem.TooMuchMemory, await Problem(LetterType.Tiff, AFile.Tiff(width: 20_000, height: 3600), Patient with { Memory = 300L * 1024 * 1024 }));
    }

    [Fact]
    public async Task What_it_writes_is_limited()
    {
        Assert.Equal(LetterProblem.PagesTooLarge, await Problem(LetterType.Png, Noise(), Patient with { PageBytes = 100_000 }));
        using var filler = new AProgram("exec head -c 50000000 /dev/zero >page-1.png");
        Assert.Equal(LetterProblem.PagesTooLarge, await Problem(LetterType.Pdf, AFile.Pdf(), program: filler));
        Assert.Equal(LetterProblem.PagesTooLarge, await Problem(LetterType.Pdf, AFile.Pdf(pages: 3), Patient with { AllBytes = 10_000 }));
    }

    [Fact]
    public async Task A_program_that_was_taken_over_gets_nothing_past_us()
    {
        foreach (var trick in (string[])
        [
            "ln -s /etc/passwd page-1.png",
            "echo '<svg onload=alert(1)>' >page-1.png",
            "echo x >page-2.png",
            "echo x >page-x.png",
            "mkdir page-1.png",
            "mkfifo page-1.png",
        ])
        {
            using var program = new AProgram(trick);
            Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Pdf, AFile.Pdf(), program: program));
        }
    }

    [Fact]
    public async Task The_program_learns_nothing_of_the_server()
    {
        Environment.SetEnvironmentVariable("Daypass__ConnectionString", "Password=canary");
        var seen = Path.GetTempFileName();
        using var curious = new AProgram($"env >{seen}; pwd >>{seen}; ls -ld . >>{seen}");
        await Problem(LetterType.Pdf, AFile.Pdf(), program: curious);
        var text = await File.ReadAllTextAsync(seen);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.Contains("drwx------", text, StringComparison.Ordinal);
        File.Delete(seen);
        Environment.SetEnvironmentVariable("Daypass__ConnectionString", null);
    }

    [Fact]
    public async Task A_crash_gives_a_reason()
    {
        using var crashing = new AProgram("kill -SEGV $$");
        Assert.Equal(LetterProblem.CannotBeShown, await Problem(LetterType.Pdf, AFile.Pdf(), program: crashing));
    }

    [Fact]
    public async Task Without_the_program_the_reason_says_so()
    {
        Assert.Equal(LetterProblem.RendererMissing, await ProblemWith(LetterType.Pdf, AFile.Pdf(), new Programs { Pdf = null }));
        Assert.Equal(LetterProblem.RendererMissing, await ProblemWith(LetterType.Pdf, AFile.Pdf(), new Programs { Limits = null }));
        Assert.Equal(LetterProblem.RendererFailed, await ProblemWith(LetterType.Pdf, AFile.Pdf(), new Programs { Sandbox = null, NoNewPrivileges = "/nowhere/setpriv" }));
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        var mark = Path.GetTempFileName();
        foreach (var end in (string[])["exit 0", "kill -SEGV $$"])
        {
            using var program = new AProgram($"pwd >{mark}; touch page-1.png; {end}");
            await Problem(LetterType.Pdf, AFile.Pdf(), program: program);
            var folder = (await File.ReadAllTextAsync(mark)).Trim();
            Assert.Contains("daypass-letter-", folder, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder));
        }

        File.Delete(mark);
    }

    /// <summary>Where time is not what a test is about: the machine may be busy with others.</summary>
    private static readonly RenderLimits Patient = new() { Time = TimeSpan.FromMinutes(4), Processor = TimeSpan.FromMinutes(2) };

    private static async Task<IReadOnlyList<RenderedPage>> Pages(LetterType type, byte[] file)
    {
        using var renderer = new LetterRenderer(NullLogger<LetterRenderer>.Instance) { Limits = Patient };
        return Assert.IsType<Rendered.Pages>(await renderer.Render(type, file)).All;
    }

    private static Task<LetterProblem?> Problem(LetterType type, byte[] file, RenderLimits? limits = null, AProgram? program = null) =>
        ProblemWith(type, file, program is null ? new Programs() : new Programs { Pdf = program.Path, Sandbox = null }, limits);

    private static async Task<LetterProblem?> ProblemWith(LetterType type, byte[] file, Programs programs, RenderLimits? limits = null)
    {
        using var renderer = new LetterRenderer(NullLogger<LetterRenderer>.Instance) { Programs = () => programs, Limits = limits ?? Patient };
        return (await renderer.Render(type, file) as Rendered.Failed)?.Problem;
    }

    /// <summary>The share of a page that is dark.</summary>
    private static double Darkness(RenderedPage page)
    {
        using var image = SKBitmap.Decode(page.Png);
        return image.Pixels.Count(x => x.Red + x.Green + x.Blue < 384) / (double)image.Pixels.Length;
    }

    private static byte[] Noise()
    {
        using var bitmap = new SKBitmap(800, 800);
        var state = 2463534242u;
        for (var i = 0; i < 800 * 800; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            bitmap.SetPixel(i % 800, i / 800, new SKColor(state | 0xFF000000));
        }

        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    /// <summary>Stands in for pdftoppm, to do what a taken-over one might.</summary>
    private sealed class AProgram : IDisposable
    {
        public AProgram(string script)
        {
            File.WriteAllText(Path, "#!/bin/bash\n" + script + "\n");
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"stand-in-{Guid.NewGuid():N}");

        public void Dispose() => File.Delete(Path);
    }
}
