using System.Runtime.InteropServices;

namespace Colloquy.Query.Engines.Children;

/// <summary>
/// Limits the memory of this process with the operating system, permanently. If that fails, the parent still monitors it.
/// </summary>
internal static partial class Confinement
{
    /// <summary>Code pages of the program and its libraries. They take memory, but Linux does not count them as data.</summary>
    private const int ProgramMegabytes = 96;

    public static void Enter(int megabytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Limit(LinuxCore, 0);
            _ = Limit(LinuxData, (ulong)(megabytes - ProgramMegabytes) << 20);
        }
        else if (OperatingSystem.IsMacOS())
        {
            _ = Limit(MacCore, 0);
        }
        else if (OperatingSystem.IsWindows())
        {
            EnterJob((nuint)megabytes << 20);
        }
    }

    // Private writable memory. The address space is no measure, because the runtime reserves far more than it uses.
    private const int LinuxData = 2;
    private const int LinuxCore = 4;
    private const int MacCore = 4;

    private static int Limit(int resource, ulong value)
    {
        var limit = new ResourceLimit { Soft = value, Hard = value };
        return SetLimit(resource, in limit);
    }

    // A job object with one process, which lasts as long as the process.
    private static void EnterJob(nuint bytes)
    {
        var job = CreateJob(0, null);
        var limits = new JobLimits { LimitFlags = JobLimits.ProcessMemoryFlag, ProcessMemory = bytes };
        if (job != 0 && SetJob(job, JobLimits.Class, in limits, Marshal.SizeOf<JobLimits>()))
        {
            _ = AssignToJob(job, CurrentProcess());
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateJob(nint security, string? name);

    [LibraryImport("kernel32", EntryPoint = "SetInformationJobObject")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetJob(nint job, int kind, in JobLimits limits, int bytes);

    [LibraryImport("kernel32", EntryPoint = "AssignProcessToJobObject")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignToJob(nint job, nint process);

    [LibraryImport("kernel32", EntryPoint = "GetCurrentProcess")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CurrentProcess();

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct JobLimits
    {
        public const int Class = 9;
        public const uint ProcessMemoryFlag = 0x100;

        public long ProcessTime;
        public long JobTime;
        public uint LimitFlags;
        public nuint LeastWorkingSet;
        public nuint MostWorkingSet;
        public uint ActiveProcesses;
        public nuint Affinity;
        public uint Priority;
        public uint Scheduling;
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong ReadBytes;
        public ulong WrittenBytes;
        public ulong OtherBytes;
        public nuint ProcessMemory;
        public nuint JobMemory;
        public nuint PeakProcessMemory;
        public nuint PeakJobMemory;
    }
}
